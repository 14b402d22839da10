/* core/pose.h -- a person as a chain of bones: joint angles in, places of the joints out (forward kinematics), and back where a hand
 * or a foot is to stand on a given place (two bones by the law of cosines).
 *
 * Lengths are centimetres of an adult of 172 cm, the same in every pose; angles are degrees.  The floor is y = 0, y goes up, x to the
 * right of the picture, z towards the looker.  Two views:
 *   VIEW_SIDE   the person faces the right of the picture, so the right arm and leg are near; lift is flexion (forward), bend folds
 *               the knee backward and the elbow forward, low, upper and neck round the back (minus: hollow)
 *   VIEW_FRONT  the person faces us, or lies on the back seen from above; lift is abduction (away from the middle), bend goes on in the
 *               direction of lift, low, upper and neck bend towards the person's left
 * A lean of 0 is upright, 90 leans forward (front: to the person's left) until level, -90 lies on the back.
 * A limb that is placed has its wrist or ankle at x, y; lift and bend then come out of the solving, and bend says only by its sign to
 * which side the joint folds.  out turns a bone out of the picture towards the looker: upper bone, lower bone.
 */
#ifndef CORE_POSE_H
#define CORE_POSE_H

#include <stdbool.h>

enum view { VIEW_SIDE, VIEW_FRONT };
enum limb_of { LEG_RIGHT, LEG_LEFT, ARM_RIGHT, ARM_LEFT, LIMBS };
/* Nodes of the spine, from the hips to where the neck meets the head. */
enum { NODE_HIP, NODE_WAIST, NODE_CHEST = 5, NODE_NECK = 9, NODE_HEAD = 11, SPINE_NODES = 12 };

struct point { double x, y, z; };

struct limb {
	double lift, bend, tip;         /* tip: direction of foot or hand, 0 forward (front: outward), 90 up */
	double out[2];
	double x, y;                    /* of wrist or ankle, when placed */
	bool placed, tipped;            /* tipped: tip is given; else the foot is square to the shin, the hand goes on with the forearm */
};

struct pose {
	double x, y;                    /* of the middle of the hips */
	double lean, low, upper, neck, nod;     /* nod: the head against the neck */
	struct limb limb[LIMBS];
};

struct body {
	struct point spine[SPINE_NODES];
	double turn[SPINE_NODES];       /* direction of the spine at the node, 0 up, 90 to the right */
	struct point head;
	double head_turn;
	struct point joint[LIMBS][4];   /* hip, knee, ankle, toes; shoulder, elbow, wrist, fingertips */
	double lift[LIMBS], bend[LIMBS], tip[LIMBS];    /* as they came out, in the terms of struct limb */
	bool reached[LIMBS];            /* false: the place is out of reach, the limb points at it */
};

/* Length of bone 0, 1 or 2 of a limb; of the spine between two nodes; from the last node of the spine to the middle of the head. */
double pose_bone(enum limb_of l, int bone);
double pose_spine(int from);
double pose_neck_to_head(void);

void pose_solve(enum view view, const struct pose *p, struct body *out);
/* The pose at t from 0 (a) to 1 (b).  A limb placed in both goes from place to place, any other by its angles. */
struct pose pose_between(enum view view, const struct pose *a, const struct pose *b, double t);

/* Is an angle of this name within what a person can do?  Names: low upper neck nod lift bend out. */
struct range { const char *name; double least, most; };
/* The first angle out of range and its value, or NULL. */
const struct range *pose_strained(enum view view, const struct pose *p, const struct body *b, enum limb_of *limb, double *value);

const char *limb_name(enum limb_of l);          /* "right leg" */

#endif
