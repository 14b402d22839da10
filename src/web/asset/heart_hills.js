// heart_hills.js: the heart rate as a path of hills (viewBox of tmpl/heart.html).
const HILLS = { width: 360, top: 190, low: 252, seconds: 60, span: 14 };

// The last minute of the heart rate, a little smoothed, newest at the right; at least `span` beats a minute high, so that rest looks like rest.
export function hills(line) {
	if (line.length < 3)
		return "";
	const one = (i) => line[Math.max(0, Math.min(line.length - 1, i))][1];
	const rates = line.map((_, i) => (one(i - 1) + 2 * one(i) + one(i + 1)) / 4), middle = (Math.min(...rates) + Math.max(...rates)) / 2;
	const half = Math.max(HILLS.span, Math.max(...rates) - Math.min(...rates)) / 2;
	const x = (ago) => HILLS.width * (1 - ago / HILLS.seconds);
	const y = (bpm) => HILLS.low - (HILLS.low - HILLS.top) * (0.1 + 0.8 * (bpm - middle + half) / (2 * half));
	const dots = line.map(([ago], i) => `${x(ago).toFixed(1)} ${y(rates[i]).toFixed(1)}`);
	const left = line[0][0] > HILLS.seconds - 5 ? -2 : x(line[0][0]).toFixed(1), right = HILLS.width + 2;
	return `M${left} 262V${y(rates[0]).toFixed(1)}L${dots.join("L")}H${right}V262Z`;
}
