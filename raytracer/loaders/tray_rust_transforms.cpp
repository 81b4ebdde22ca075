// Transforms are lists of steps, the first of which is applied first.
#include <algorithm>
#include <cmath>

#include "raytracer/loaders/tray_rust_reader.h"
#include "raytracer/scene/angles.h"

namespace raypool {
namespace {

// Of a spline; it takes time in the square of it.
constexpr double kMaxDegree = 16;
constexpr size_t kMaxPoints = 100000;

Affine64 turn(dvec3 axis, double degrees) {
    const auto [sine, cosine] = sinCosDegrees(degrees / 2);
    const dvec3 v = axis * (sine / glm::length(axis));
    return Decomposed{{}, {v.x, v.y, v.z, cosine}, {}}.compose();
}

/// Of what a native scene may say: invertible with some digits to spare, and no number above 1e9.
bool isUsable(const Affine64& m) {
    const double lengths = glm::length(m.x) * glm::length(m.y) * glm::length(m.z);
    for (const dvec3& column : {m.x, m.y, m.z, m.t}) {
        if (!(glm::dot(column, column) <= 1e18)) return false;
    }
    return lengths > 0 && std::fabs(m.determinant()) > 1e-12 * lengths;
}

}  // namespace

Affine64 TrayRustReader::readMatrix(JsonId step) {
    const JsonId rows = required(step, "matrix");
    if (rows == kNoJson) return {};
    double m[4][4]{};
    const auto& array = document_[rows];
    if (array.type != JsonType::kArray || array.isPacked || array.childCount != 4) {
        reader_.error(rows, "\"matrix\" must be four rows of four numbers");
        return {};
    }
    size_t r = 0;
    for (JsonId row = array.firstChild; row != kNoJson; row = document_[row].nextSibling) {
        if (!numbers(row, "matrix", 4, m[r++])) return {};
    }
    if (m[3][0] != 0 || m[3][1] != 0 || m[3][2] != 0 || m[3][3] != 1) {
        reader_.error(rows, "the last row of \"matrix\" must be 0, 0, 0, 1", "a projection is no place for an object");
        return {};
    }
    const auto column = [&](int c) { return dvec3(m[0][c], m[1][c], m[2][c]); };
    return {column(0), column(1), column(2), column(3)};
}

Affine64 TrayRustReader::readStep(JsonId step) {
    if (!reader_.expectObject(step, "a step of a transform")) return {};
    const auto type = kind(step, "a step of a transform", {"translate", "scale", "rotate_x", "rotate_y", "rotate_z", "rotate", "matrix"});
    Affine64 m;
    if (type.empty()) return m;
    if (type == "translate") {
        warnUnknown(step, "a translation", {"type", "translation"});
        vector(step, "translation", m.t);
    } else if (type == "scale") {
        warnUnknown(step, "a scale", {"type", "scaling"});
        const JsonId scaling = required(step, "scaling");
        if (scaling == kNoJson) return m;
        dvec3 s(1);
        if (isNumber(scaling)) {
            if (value(scaling, "scaling", -1e9, 1e9, s.x)) s = dvec3(s.x);
        } else {
            numbers(scaling, "scaling", 3, &s.x);
        }
        if (s.x == 0 || s.y == 0 || s.z == 0) {
            reader_.error(scaling, "\"scaling\" must not be 0");
            return m;
        }
        m.x.x = s.x, m.y.y = s.y, m.z.z = s.z;
    } else if (type == "matrix") {
        warnUnknown(step, "a matrix", {"type", "matrix"});
        m = readMatrix(step);
    } else {
        dvec3 axis(type == "rotate_x", type == "rotate_y", type == "rotate_z");
        if (type == "rotate") {
            warnUnknown(step, "a rotation", {"type", "axis", "rotation"});
            if (!vector(step, "axis", axis)) return m;
            if (!(glm::length(axis) > 0)) {
                reader_.error(document_.member(step, "axis"), "\"axis\" has length 0");
                return m;
            }
        } else {
            warnUnknown(step, "a rotation", {"type", "rotation"});
        }
        double degrees = 0;
        if (number(step, "rotation", -1e6, 1e6, degrees)) m = turn(axis, degrees);
    }
    return m;
}

Affine64 TrayRustReader::readTransform(JsonId list) {
    Affine64 m;
    forEach(list, "transform", [&](JsonId step) { m = readStep(step) * m; });
    if (!isUsable(m)) {
        reader_.error(list, "the transform is singular, or beyond all measure", "one that can be undone");
        return {};
    }
    // tray_rust keeps translation, rotation and a scale along the axes of every transform, in this order.
    Decomposed parts = Decomposed::from(m);
    Affine64& s = parts.stretch;
    const double shear = std::max({std::fabs(s.x.y), std::fabs(s.x.z), std::fabs(s.y.x), std::fabs(s.y.z), std::fabs(s.z.x), std::fabs(s.z.y)});
    if (shear <= 1e-9 * std::max({std::fabs(s.x.x), std::fabs(s.y.y), std::fabs(s.z.z)})) return m;
    s = {dvec3(s.x.x, 0, 0), dvec3(0, s.y.y, 0), dvec3(0, 0, s.z.z), dvec3(0)};
    reader_.warn(list, "the shear of this transform is left out, as tray_rust does: it keeps a rotation after a scale along the axes");
    const Affine64 out = parts.compose();
    if (isUsable(out)) return out;
    reader_.error(list, "the transform is singular without its shear", "one that can be undone");
    return {};
}

bool TrayRustReader::checkSpline(JsonId at, size_t points, std::vector<double>& knots, double degree) {
    if (points > kMaxPoints) {
        reader_.error(at, "there are too many control points", "at most " + std::to_string(kMaxPoints));
        return false;
    }
    const auto wanted = static_cast<size_t>(degree) + 1;
    if (points < wanted) {
        reader_.error(at, "a curve of degree " + std::to_string(wanted - 1) + " needs " + std::to_string(wanted) + " control points, there are " +
                              std::to_string(points));
        return false;
    }
    if (knots.size() != points + wanted) {
        reader_.error(at, "there are " + std::to_string(knots.size()) + " knots",
                      "as many as control points, the degree and 1 together: " + std::to_string(points + wanted));
        return false;
    }
    if (!std::is_sorted(knots.begin(), knots.end())) {
        reader_.warn(at, "the knots do not ascend; they are put in order");
        std::sort(knots.begin(), knots.end());
    }
    return true;
}

std::optional<TraySpline<Decomposed>> TrayRustReader::readKeyframes(JsonId node) {
    if (!reader_.expectObject(node, "\"keyframes\"")) return std::nullopt;
    warnUnknown(node, "an animation", {"control_points", "knots", "degree"});
    TraySpline<Decomposed> spline;
    const JsonId points = required(node, "control_points");
    if (points != kNoJson) {
        forEach(points, "control_points", [&](JsonId point) {
            if (!reader_.expectObject(point, "a control point")) return;
            warnUnknown(point, "a control point", {"transform"});
            const JsonId transform = required(point, "transform");
            if (transform != kNoJson) spline.points.push_back(Decomposed::from(readTransform(transform)));
        });
    }
    double degree = 3;
    const JsonId degreeNode = optional(node, "degree");
    const bool good = degreeNode == kNoJson || value(degreeNode, "degree", 0, kMaxDegree, degree);
    if (!numberList(node, "knots", spline.knots) || !good || points == kNoJson || !reader_.problems().empty()) return std::nullopt;
    if (spline.points.size() == 1) {   // stands still, whatever the knots are
        spline.degree = 0;
        spline.knots = {0, 1};
        return spline;
    }
    spline.degree = static_cast<size_t>(degree);
    if (!checkSpline(node, spline.points.size(), spline.knots, std::floor(degree))) return std::nullopt;
    return spline;
}

std::vector<TransformKey> TrayRustReader::readPoses(JsonId object, bool& isThere) {
    isThere = true;
    if (const JsonId keyframes = optional(object, "keyframes"); keyframes != kNoJson) {
        if (optional(object, "transform") != kNoJson) {
            reader_.warn(document_.member(object, "transform"), "\"keyframes\" count, this \"transform\" does not");
        }
        const auto spline = readKeyframes(keyframes);
        if (!spline) return {};
        auto keys = shutterKeys(*spline, frame_);
        if (std::all_of(keys.begin(), keys.end(), [](const TransformKey& key) { return isUsable(key.transform); })) return keys;
        reader_.error(keyframes, "the animation comes to a transform that is singular, or beyond all measure, in frame " + std::to_string(scene_.frame));
        return {};
    }
    if (const JsonId transform = optional(object, "transform"); transform != kNoJson) {
        const Affine64 m = readTransform(transform);
        return m == Affine64{} ? std::vector<TransformKey>{} : std::vector<TransformKey>{{0, m}};
    }
    isThere = false;
    return {};
}

}  // namespace raypool
