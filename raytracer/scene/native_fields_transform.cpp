#include "raytracer/scene/native_fields.h"

#include <cmath>

#include "raytracer/scene/angles.h"
#include "raytracer/scene/field_limits.h"

namespace raypool {

void describePoses(Fields& f, std::vector<TransformKey>& keys, std::string_view what) {
    f.transform("transform", keys, what);
    f.keyframes("keyframes", keys, "Transforms over time, for motion blur; times ascend.");
    f.exclusive({"transform", "keyframes"});
}

// --- Transforms ----------------------------------------------------------------------------------------------------

std::optional<Affine64> lookAtMatrix(dvec3 eye, dvec3 target, dvec3 up) {
    dvec3 back = eye - target;
    const double distance = glm::length(back);
    if (!(distance > 0)) return std::nullopt;
    back /= distance;
    dvec3 right = glm::cross(up, back);
    const double sine = glm::length(right);
    if (!(sine > 1e-9 * glm::length(up))) return std::nullopt;
    right /= sine;
    return Affine64{right, glm::cross(back, right), back, eye};
}

bool isInvertible(const Affine64& m) {
    const double lengths = glm::length(m.x) * glm::length(m.y) * glm::length(m.z);
    return std::isfinite(lengths) && std::fabs(m.determinant()) > 1e-12 * lengths;
}

std::array<double, 4> RotateFields::quaternion() const {
    const auto [sine, cosine] = sinCosDegrees(angle / 2);
    const dvec3 v = axis * (sine / glm::length(axis));
    return {v.x, v.y, v.z, cosine};
}

Affine64 TransformFields::compose() const {
    if (matrix) return *matrix;
    if (lookAt) return lookAtMatrix(lookAt->eye, lookAt->target, lookAt->up).value_or(Affine64{});
    Affine64 m;
    if (rotate) m = Decomposed{{}, rotate->quaternion(), {}}.compose();
    if (hasRotation) m = Decomposed{{}, rotation, {}}.compose();
    const dvec3 s = scale.value_or(dvec3(1));
    m.x *= s.x;
    m.y *= s.y;
    m.z *= s.z;
    m.t = translate.value_or(dvec3(0));
    return m;
}

const TypeInfo Type<TransformFields>::info{
    "transform", "a transform",
    "Moves, turns and scales. Of several fields in one object the scale comes first, then the rotation, then the translation, "
    "as in glTF; an array of such objects is applied from the first to the last."};
void Type<TransformFields>::describe(Fields& f, TransformFields& t) {
    f.triple("translate", t.translate, TripleKind::kPoint, {-kLargest, kLargest, "m"}, "Moves by this.");
    f.nested("rotate", t.rotate, "Turns about an axis through the origin.");
    f.tuple("rotation", t.rotation, t.hasRotation, {-kLargest, kLargest, ""}, "Turns by a quaternion x, y, z, w, as in glTF.");
    f.triple("scale", t.scale, TripleKind::kScale, {-kLargest, kLargest, ""}, "A factor, or one for each axis; not 0.");
    f.matrix("matrix", t.matrix, "16 numbers, column after column as in glTF; or four rows of four. The last row is 0 0 0 1.");
    f.nested("look_at", t.lookAt, "Puts the origin to `eye` and turns the -z axis to `target`, as of a camera.");
    f.exclusive({"rotate", "rotation", "matrix", "look_at"});
    for (const auto* name : {"translate", "scale"}) {
        f.exclusive({name, "matrix"});
        f.exclusive({name, "look_at"});
    }
    if (!f.reading()) return;
    if (t.hasRotation) {
        double n2 = 0;
        for (const double q : t.rotation) n2 += q * q;
        if (!(n2 > 1e-18)) f.problem("rotation", "\"rotation\" has length 0", "a quaternion x, y, z, w");
        for (double& q : t.rotation) q = n2 > 1e-18 ? q / std::sqrt(n2) : 0.5;
    }
    if (t.matrix && !isInvertible(*t.matrix)) {
        f.problem("matrix", "\"matrix\" is singular", "three columns that span a space");
        t.matrix.reset();
    }
}

const TypeInfo Type<RotateFields>::info{"rotate", "a rotation", "A turn about an axis through the origin."};
void Type<RotateFields>::describe(Fields& f, RotateFields& r) {
    f.direction("axis", r.axis, "Seen against it, the turn runs counter-clockwise.");
    f.number("angle", r.angle, {-1e6, 1e6, "degrees"}, "How far.");
}

const TypeInfo Type<LookAtFields>::info{"look_at", "a look-at", "A place and a direction."};
void Type<LookAtFields>::describe(Fields& f, LookAtFields& l) {
    f.point("eye", l.eye, "Where the origin goes.");
    f.point("target", l.target, "Where the -z axis points to.");
    f.direction("up", l.up, "The y axis is as near to it as can be.");
    if (f.reading() && !lookAtMatrix(l.eye, l.target, l.up)) {
        f.problem("", "\"eye\", \"target\" and \"up\" give no direction", "a target apart from the eye, not along \"up\"");
    }
}

const TypeInfo Type<KeyframeFields>::info{"keyframe", "a keyframe", "A transform at a time."};
void Type<KeyframeFields>::describe(Fields& f, KeyframeFields& k) {
    f.number("time", k.time, {-1e6, 1e6, ""}, "In the units of the camera's shutter.");
    f.required({"time"});
    f.transform("transform", k.keys, "Where it is at that time.");
}

}  // namespace raypool
