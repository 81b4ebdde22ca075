// Splits of space instead of sets: a triangle that reaches to both sides of a plane goes to both, each time with the box of its
// part alone (Stich, Friedrich and Dietrich 2009, "Spatial splits in bounding volume hierarchies"). Used by bvh_build.cpp alone.
#pragma once
#include <cstdint>
#include <utility>

#include "raytracer/accel/bvh_bins.h"

namespace raypool {

/// Slabs of an axis: where planes cost most to have in the wrong place, and below.
constexpr uint32_t kMaxSlabs = 32, kSlabs = 16, kLargeRange = 1U << 12;

inline bool isEmpty(const Box& b) { return ((b.low <= b.high).bits() & 7) != 7; }
/// Half the surface of what both have in common.
inline float commonArea(const Box& a, const Box& b) {
    const Box common{max(a.low, b.low), min(a.high, b.high)};
    return isEmpty(common) ? 0 : halfArea(common);
}

/// Boxes of the triangle's parts to both sides of a plane, within `box`; empty where there is none. Where an edge meets the
/// plane is off by less than the margin, which widens both.
inline void clipTriangle(const ClippedTriangles& mesh, uint32_t triangle, const Box& box, int axis, float plane, Box& left, Box& right) {
    const uint32_t* corner = mesh.indices + size_t{triangle} * 3;
    left = right = {};
    F32x4 at[3];
    float along[3];
    for (uint32_t i = 0; i < 3; ++i) {
        const vec3 p = mesh.positions[corner[i]];
        at[i] = F32x4(p.x, p.y, p.z, 0);
        along[i] = p[axis];
    }
    for (uint32_t i = 0; i < 3; ++i) {
        const uint32_t k = i == 2 ? 0 : i + 1;
        if (along[i] <= plane) left.add(at[i], at[i]);
        if (along[i] >= plane) right.add(at[i], at[i]);
        if ((along[i] < plane) == (along[k] < plane) || along[i] == plane || along[k] == plane) continue;
        const F32x4 meets = at[i] + (at[k] - at[i]) * F32x4((plane - along[i]) / (along[k] - along[i]));
        left.add(meets, meets);
        right.add(meets, meets);
    }
    const F32x4 margin(mesh.margin);
    left = {max(left.low - margin, box.low), min(left.high + margin, box.high)};
    right = {max(right.low - margin, box.low), min(right.high + margin, box.high)};
}

/// Slabs of a box, and what of the triangles is in each.
struct SpatialBins {
    Box box[3][kMaxSlabs];
    uint32_t enter[3][kMaxSlabs] = {}, leave[3][kMaxSlabs] = {};

    void add(const SpatialBins& b) {
        for (int a = 0; a < 3; ++a) {
            for (uint32_t i = 0; i < kMaxSlabs; ++i) {
                box[a][i].add(b.box[a][i]);
                enter[a][i] += b.enter[a][i], leave[a][i] += b.leave[a][i];
            }
        }
    }
};

struct SpatialBinning {
    F32x4 origin, scale;
    alignas(16) float low[4], step[4];

    uint32_t slabs;

    explicit SpatialBinning(const Range& range) : origin(range.box.low), slabs(range.count() > kLargeRange ? kMaxSlabs : kSlabs) {
        const Box& box = range.box;
        const F32x4 size = box.high - box.low, bins(static_cast<float>(slabs));
        scale = select(size > F32x4(1e-30F), bins * F32x4(0.9999F) / size, F32x4(0.0F));
        box.low.store(low);
        (size / bins).store(step);
    }
    /// Of which slabs a box is.
    void of(const Box& box, int32_t* first, int32_t* last) const {
        const F32x4 zero(0.0F), most(static_cast<float>(slabs - 1));
        I32x4::truncate(max(min((box.low - origin) * scale, most), zero)).store(first);
        I32x4::truncate(max(min((box.high - origin) * scale, most), zero)).store(last);
    }
    /// Between slab i - 1 and i.
    float plane(int axis, int32_t i) const { return low[axis] + step[axis] * static_cast<float>(i); }

    void bin(const ClippedTriangles& mesh, const BuildRef* refs, uint32_t begin, uint32_t end, SpatialBins& bins) const {
        alignas(16) int32_t first[4], last[4];
        for (uint32_t i = begin; i < end; ++i) {
            const Load r(refs[i]);
            of({r.low, r.high}, first, last);
            for (int a = 0; a < 3; ++a) {
                ++bins.enter[a][first[a]];
                ++bins.leave[a][last[a]];
                Box rest{r.low, r.high}, part;
                for (int32_t k = first[a]; k < last[a]; ++k) {
                    Box beyond;
                    clipTriangle(mesh, refs[i].index(), rest, a, plane(a, k + 1), part, beyond);
                    if (!isEmpty(part)) bins.box[a][k].add(part);
                    rest = beyond;
                    if (isEmpty(rest)) break;
                }
                if (!isEmpty(rest)) bins.box[a][last[a]].add(rest);
            }
        }
    }
};

/// The best plane between slabs, and what would be to its sides.
struct SpatialSplit {
    float cost = kInfinity;
    int axis = -1;
    int32_t slab = 0;
    Box left, right;
    uint32_t leftCount = 0, rightCount = 0;
};

/// Of those that leave at most `most` refs.
inline SpatialSplit bestPlane(const SpatialBins& bins, uint32_t slabs, uint32_t most, uint32_t blockSize) {
    SpatialSplit best;
    for (int a = 0; a < 3; ++a) {
        Box right[kMaxSlabs];
        uint32_t rightCount[kMaxSlabs] = {};
        Box box;
        uint32_t n = 0;
        for (uint32_t i = slabs - 1; i > 0; --i) {
            box.add(bins.box[a][i]);
            n += bins.leave[a][i];
            right[i] = box, rightCount[i] = n;
        }
        box = {};
        n = 0;
        for (uint32_t i = 1; i < slabs; ++i) {
            box.add(bins.box[a][i - 1]);
            n += bins.enter[a][i - 1];
            if (n == 0 || rightCount[i] == 0 || n + rightCount[i] > most) continue;
            if (isEmpty(box) || isEmpty(right[i])) continue;
            const float cost = halfArea(box) * blocksOf(n, blockSize) + halfArea(right[i]) * blocksOf(rightCount[i], blockSize);
            if (cost < best.cost) best = {cost, a, static_cast<int32_t>(i), box, right[i], n, rightCount[i]};
        }
    }
    return best;
}

/// Puts the refs of `range` to their sides; copies go behind its end, to the right ones. A triangle across the plane goes to
/// one side as a whole where that costs less than two of it.
inline void divide(const ClippedTriangles& mesh, const SpatialBinning& binning, const SpatialSplit& at, BuildRef* refs,
                   const Range& range, Range& left, Range& right) {
    const float plane = binning.plane(at.axis, at.slab);
    Box leftBox = at.left, rightBox = at.right;
    auto leftCount = static_cast<float>(at.leftCount), rightCount = static_cast<float>(at.rightCount);
    const auto put = [](Range& side, const Box& box) {
        side.box.add(box);
        const F32x4 centre = box.low + box.high;
        side.centres.add(centre, centre);
    };
    alignas(16) int32_t first[4], last[4];
    uint32_t i = range.begin, j = range.end, end = range.end;
    while (i < j) {
        const Load r(refs[i]);
        const Box box{r.low, r.high};
        binning.of(box, first, last);
        Box l = box, rest;
        if (last[at.axis] >= at.slab) {
            l = {}, rest = box;
            if (first[at.axis] < at.slab) clipTriangle(mesh, refs[i].index(), box, at.axis, plane, l, rest);
        }
        if (!isEmpty(l) && !isEmpty(rest)) {
            Box widerLeft = leftBox, widerRight = rightBox;
            widerLeft.add(box), widerRight.add(box);
            const float split = halfArea(leftBox) * leftCount + halfArea(rightBox) * rightCount;
            const float toLeft = halfArea(widerLeft) * leftCount + halfArea(rightBox) * (rightCount - 1);
            const float toRight = halfArea(leftBox) * (leftCount - 1) + halfArea(widerRight) * rightCount;
            if (toLeft < split && toLeft <= toRight) {
                l = box, rest = {};
                leftBox = widerLeft, --rightCount;
            } else if (toRight < split) {
                l = {}, rest = box;
                rightBox = widerRight, --leftCount;
            }
        }
        if (isEmpty(l)) {
            put(right, box);
            std::swap(refs[i], refs[--j]);
            continue;
        }
        if (!isEmpty(rest)) {
            put(right, rest);
            refs[end] = refs[i];
            refs[end++].setBox(rest.low, rest.high);
            refs[i].setBox(l.low, l.high);
            put(left, l);
        } else {
            put(left, box);
        }
        ++i;
    }
    left.begin = range.begin, left.end = right.begin = i, right.end = end;
}

/// In two at the best plane, if that costs less than `cost` and leaves something on both sides; else only the order changes.
inline bool splitBySpace(const ClippedTriangles& mesh, BuildRef* refs, const Range& range, float cost, uint32_t blockSize,
                         ThreadPool* pool, Range& left, Range& right) {
    const SpatialBinning binning(range);
    SpatialBins bins;
    binInParts(pool, range, bins, [&](uint32_t begin, uint32_t end, SpatialBins& part) { binning.bin(mesh, refs, begin, end, part); });
    const SpatialSplit best = bestPlane(bins, binning.slabs, range.count() + (range.limit - range.end), blockSize);
    if (!(best.cost < cost)) return false;
    divide(mesh, binning, best, refs, range, left, right);
    if (left.count() != 0 && right.count() != 0) return true;
    left = right = {};
    return false;
}

}  // namespace raypool
