// Which drawn shapes make which of the 100 regions: 50 bases, each on both sides.
//
// One entry is text: `slug INDICES RULES`, taken from the artwork's shapes on the viewer's left; the other side is
// found by mirroring.  In the artwork "left" is the viewer's left; our ids are the person's own sides (convert.mjs).
// Rules cut a shape that several regions share.  u runs from the midline (0) to the outside (1) and v from the top (0)
// to the bottom (1) of the box round the shapes named; x is the distance from the midline and y the height, in the
// units of the artwork:
//     u<.5  v>=.45  y<480        keep that part
//     beyond x1 y1 x2 y2         keep what lies outside of the line, away from the midline
//     above | under x1 y1 x2 y2  keep what lies above or under the line
// `own x,y x,y ...` is a rounded shape of ours where the artwork has none; `skull` is our plain head (no hair, no face); `neck` is the height
// above which the artwork's outline is left out.
// A region may stand in both views (top of the head, top of the shoulder).

export const BASES = [
	"head_top", "head_forehead", "head_temple", "jaw_face", "head_occiput", "neck_front", "neck_upper", "neck_lower",
	"shoulder_top", "shoulder_front", "shoulder_back", "scapula", "interscapular", "chest_upper", "chest_side",
	"mid_back", "ribs_back", "low_back", "low_back_side", "abdomen_upper", "abdomen_lower", "flank_front",
	"sacrum", "buttock_upper", "buttock_lower", "hip_side", "hip_front", "groin",
	"arm_front", "arm_back", "elbow_front", "elbow_back", "forearm_front", "forearm_back", "hand_front", "hand_back",
	"thigh_front", "thigh_inner", "thigh_outer", "thigh_back", "knee_front", "knee_back",
	"shin", "leg_outer", "calf", "ankle_front", "ankle_back", "foot_top", "heel", "sole",
];

const headFront = {
	head_top: ["skull v<.22"],
	head_forehead: ["skull v>=.22 v<.56 u<.62"],
	head_temple: ["skull v>=.22 v<.56 u>=.62"],
	jaw_face: ["skull v>=.56"],
};

const headBack = {
	head_top: ["skull v<.42"],
	head_occiput: ["skull v>=.42"],
};

const shared = {
	neck_front: ["neck:common 0", "neck 0 1"],
	shoulder_top: ["trapezius 0"],
	chest_upper: ["chest 0"],
	hand_front: ["hands *"],
	thigh_front: ["quadriceps 0"],
	thigh_outer: ["quadriceps 1"],
	knee_front: ["knees *"],
	ankle_front: ["ankles *"],
	foot_top: ["feet *"],
};

export const FIGURES = [
	{
		art: "Male", front: {
			data: "bodyFront", skull: { top: 96, bottom: 253, half: 58, neck: 236 },
			regions: {
				...headFront, ...shared,
				neck_front: ["neck:common 0", "neck 0 1 y>=247"],
				shoulder_front: ["deltoids 0"],
				chest_side: ["obliques 0 1 2 3 4"],
				flank_front: ["obliques 5 6 7"],
				abdomen_upper: ["abs 0 1 2"],
				abdomen_lower: ["abs 3"],
				arm_front: ["biceps 0 y<483", "triceps 0 y<483"],
				elbow_front: ["own 183,486 144,495 143,510 154,529 197,521 192,501"],
				forearm_front: ["forearm * y>=532"],
				hip_front: ["adductors 0 v<.45", "adductors 1 v<.3"],
				groin: ["adductors 0 v>=.45"],
				thigh_inner: ["adductors 1 v>=.3", "adductors 2", "quadriceps 2"],
				shin: ["tibialis 0", "calves 1"],
				leg_outer: ["calves 0"],
			},
		}, back: {
			data: "bodyBack", skull: { top: 96, bottom: 241, half: 58, neck: 233 },
			regions: {
				...headBack,
				neck_upper: ["neck 0 y>=243 y<267"],
				neck_lower: ["neck 0 y>=267"],
				shoulder_top: ["trapezius 0 above 0 322 74 366"],
				interscapular: ["trapezius 0 under 0 322 74 366"],
				shoulder_back: ["deltoids 0"],
				scapula: ["upper-back 0 2"],
				mid_back: ["upper-back 1 u<.5"],
				ribs_back: ["upper-back 1 u>=.5"],
				arm_back: ["triceps *"],
				elbow_back: ["forearm 1"],
				forearm_back: ["forearm 0 2 3"],
				hand_back: ["hands *"],
				low_back: ["lower-back 1 y<605"],
				low_back_side: ["lower-back 0"],
				sacrum: ["own 4,610 20,613 37,622 33,650 22,680 4,712"],
				buttock_upper: ["gluteal 0 beyond 47 617 4 716", "gluteal 1 y<684 u<.75 beyond 47 617 4 716"],
				buttock_lower: ["gluteal 1 y>=684 u<.75 beyond 47 617 4 716"],
				hip_side: ["gluteal 1 u>=.75"],
				thigh_back: ["hamstring * y<906", "adductors 0 y<906"],
				knee_back: ["own 100,923 84,912 60,912 46,925 43,951 48,977 64,985 92,985 105,970 105,946"],
				calf: ["calves 0 2 y>=992", "calves 1 3 v<.4"],
				ankle_back: ["calves 1 3 v>=.4", "ankles 0 v<.45"],
				heel: ["ankles 0 v>=.45"],
				sole: ["feet 0"],
			},
		},
	},
	{
		art: "Female", front: {
			data: "bodyFemaleFront", skull: { top: 52, bottom: 243, half: 66, neck: 233 },
			regions: {
				...headFront, ...shared,
				shoulder_front: ["deltoids 0 1"],
				chest_side: ["obliques 0 1 2 3 5"],
				flank_front: ["obliques 4"],
				abdomen_upper: ["abs 0 2 3"],
				abdomen_lower: ["abs 1"],
				arm_front: ["biceps 0 y<476", "triceps 0 y<482"],
				elbow_front: ["own 173,480 141,494 138,511 148,528 189,513 182,494"],
				forearm_front: ["forearm * y>=527"],
				hip_front: ["adductors 1 v<.45", "adductors 2 v<.3"],
				groin: ["adductors 1 v>=.45"],
				thigh_inner: ["adductors 2 v>=.3", "adductors 0", "quadriceps 2"],
				shin: ["tibialis 0", "calves 0"],
				leg_outer: ["calves 1"],
			},
		}, back: {
			data: "bodyFemaleBack", skull: { top: 52, bottom: 240, half: 66, neck: 234 },
			regions: {
				...headBack,
				neck_upper: ["neck 0 y>=242 y<263"],
				neck_lower: ["neck 0 y>=263"],
				shoulder_top: ["trapezius 0 above 0 314 74 342"],
				interscapular: ["trapezius 0 under 0 314 74 342"],
				shoulder_back: ["deltoids 0"],
				scapula: ["upper-back 0"],
				mid_back: ["upper-back 1 u<.5"],
				ribs_back: ["upper-back 1 u>=.5"],
				arm_back: ["triceps *"],
				elbow_back: ["forearm 2"],
				forearm_back: ["forearm 0 1 3"],
				hand_back: ["hands *"],
				low_back: ["lower-back 1 y<586"],
				low_back_side: ["lower-back 0"],
				sacrum: ["own 7,590 24,594 42,604 37,634 26,664 7,700"],
				buttock_upper: ["gluteal 0 beyond 52 603 5 715", "gluteal 1 y<692 u<.75 beyond 52 603 5 715"],
				buttock_lower: ["gluteal 1 y>=692 u<.75 beyond 52 603 5 715"],
				hip_side: ["gluteal 1 u>=.75"],
				thigh_back: ["hamstring * y<934", "adductors * y<934"],
				knee_back: ["own 74,952 60,941 39,941 27,953 25,981 29,1006 41,1018 62,1018 74,1004 77,976"],
				calf: ["calves 0 2 y>=1025", "calves 1 3 v<.4"],
				ankle_back: ["calves 1 3 v>=.4"],
				heel: ["feet 0 v<.62"],
				sole: ["feet 0 v>=.62"],
			},
		},
	},
];
