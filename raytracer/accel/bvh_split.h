// How refs are cut in two: by the surface area heuristic over bins, by space where that is asked for and better, and a few large
// triangles apart from what is small beside them. Used by bvh_build.cpp alone.
#pragma once
#include <algorithm>
#include <cstdint>
#include <utility>

#include "raytracer/accel/bvh_spatial.h"

namespace raypool {

/// Below, ranges are halved: then at most 28 levels are left.
constexpr uint32_t kMaxSahDepth = kMaxDepth - 28;

/// A few large triangles are, like a room's walls, what most rays start on or end at: those start beside a flat box, not
/// within, so that a node over a box for each wall is worth more than areas say.
constexpr uint32_t kFewLarge = 16, kLargeBlock = 2;

struct Extent {
    Box box, centres;
    void add(const Extent& e) { box.add(e.box), centres.add(e.centres); }
};

class Splitter {
public:
    Splitter(UnsetVector<BuildRef>& refs, const BvhOptions& options, ThreadPool* pool, const ClippedTriangles* triangles)
        : refs_(refs.data()), options_(options), pool_(pool), triangles_(triangles) {}

    /// The first `count` refs, with room up to `limit`.
    Range whole(uint32_t count, uint32_t limit) {
        Range range;
        range.end = count;
        range.limit = limit;
        measureInParts(range);
        rootArea_ = range.area;
        return range;
    }

    /// In two, or false: it shall be a leaf.
    bool split(const Range& range, Range& left, Range& right) const {
        const uint32_t count = range.count();
        if (count <= (range.isFewLarge ? std::min(options_.blockSize, kLargeBlock) : options_.blockSize)) return false;
        if (range.depth >= kMaxSahDepth) {
            if (mayBeLeaf(range)) return false;
            return halve(range, left, right);
        }
        const Binning binning(range);
        Bins bins;
        binInParts(pool_, range, bins, [&](uint32_t begin, uint32_t end, Bins& part) { bin(binning, begin, end, part); });

        float bestCost = kInfinity;
        int bestAxis = -1;
        uint32_t bestBin = 0;
        for (int a = 0; a < 3; ++a) {
            float rightCost[kBins];
            Box box;
            uint32_t n = 0;
            for (uint32_t i = binning.bins - 1; i > 0; --i) {
                box.add(bins.box[a][i]);
                n += bins.count[a][i];
                rightCost[i] = n == 0 ? -1 : halfArea(box) * blocks(n);
            }
            box = {};
            n = 0;
            for (uint32_t i = 1; i < binning.bins; ++i) {
                box.add(bins.box[a][i - 1]);
                n += bins.count[a][i - 1];
                if (n == 0 || n == count) continue;
                const float cost = halfArea(box) * blocks(n) + rightCost[i];
                if (cost < bestCost) bestCost = cost, bestAxis = a, bestBin = i;
            }
        }
        if (splitSpace(range, bins, bestAxis, bestBin, bestCost, left, right)) return true;
        if (bestAxis < 0) return mayBeLeaf(range) ? false : halve(range, left, right);

        const auto pivot = static_cast<int32_t>(bestBin);
        const auto axis = static_cast<size_t>(bestAxis);
        uint32_t i = range.begin, j = range.end;
        while (i < j) {
            const Load r(refs_[i]);
            alignas(16) int32_t at[4];
            binning.of(r.low, r.high).store(at);
            const F32x4 centre = r.low + r.high;
            if (at[axis] < pivot) {
                left.centres.add(centre, centre);
                ++i;
            } else {
                right.centres.add(centre, centre);
                std::swap(refs_[i], refs_[--j]);
            }
        }
        for (uint32_t b = 0; b < binning.bins; ++b) (b < bestBin ? left : right).box.add(bins.box[axis][b]);
        finish(range, i, left, right);
        return true;
    }

    bool mayBeLeaf(const Range& range) const { return range.count() <= options_.blockSize * options_.maxBlocks; }

private:
    void measureInParts(Range& range) const {
        Extent extent;
        binInParts(pool_, range, extent, [&](uint32_t begin, uint32_t end, Extent& part) {
            Range some;
            some.begin = begin, some.end = end;
            measure(some);
            part = {some.box, some.centres};
        });
        range.box = extent.box, range.centres = extent.centres;
        range.area = halfArea(range.box);
    }

    void measure(Range& range) const {
        for (uint32_t i = range.begin; i < range.end; ++i) {
            const Load r(refs_[i]);
            range.box.add(r.low, r.high);
            const F32x4 centre = r.low + r.high;
            range.centres.add(centre, centre);
        }
        range.area = halfArea(range.box);
    }

    void bin(const Binning& binning, uint32_t begin, uint32_t end, Bins& bins) const {
        for (uint32_t i = begin; i < end; ++i) {
            const Load r(refs_[i]);
            alignas(16) int32_t at[4];
            binning.of(r.low, r.high).store(at);
            for (int a = 0; a < 3; ++a) {
                bins.box[a][at[a]].add(r.low, r.high);
                ++bins.count[a][at[a]];
            }
        }
    }

    float blocks(uint32_t count) const { return blocksOf(count, options_.blockSize); }

    bool halve(const Range& range, Range& left, Range& right) const {
        finish(range, range.begin + range.count() / 2, left, right);
        measure(left);
        measure(right);
        return true;
    }

    void finish(const Range& range, uint32_t middle, Range& left, Range& right) const {
        left.begin = range.begin, left.end = right.begin = middle, right.end = range.end;
        share(range, left, right);
    }

    /// Splits space, if that may be worth it and is cheaper than the best split of the set.
    bool splitSpace(const Range& range, const Bins& sets, int axis, uint32_t bin, float cost, Range& left, Range& right) const {
        if (range.limit == range.end || mayBeLeaf(range)) return false;
        if (axis >= 0) {
            Box a, b;
            for (uint32_t i = 0; i < kBins; ++i) (i < bin ? a : b).add(sets.box[axis][i]);
            if (!(commonArea(a, b) > options_.overlap * rootArea_)) return false;
        }
        if (takeLargeAway(range, left, right)) return true;
        if (!splitBySpace(*triangles_, refs_, range, cost, options_.blockSize, pool_, left, right)) return false;
        share(range, left, right);
        return true;
    }

    /// In two where a few triangles are large beside all others, like a room's walls beside what stands in it, and the rest is
    /// smaller without them. A plane's first gain would be larger, but then the walls are in both halves, and again below.
    bool takeLargeAway(const Range& range, Range& left, Range& right) const {
        if (range.count() < 16 * kFewLarge) return false;
        struct Large {
            uint32_t index[kFewLarge], count = 0;   // count: up to one more than there is room for
            Box rest;
            void put(uint32_t i) {
                if (count < kFewLarge) index[count] = i;
                count = std::min(count + 1, kFewLarge + 1);
            }
            void add(const Large& l) {
                for (uint32_t i = 0; i < std::min(l.count, kFewLarge); ++i) put(l.index[i]);
                if (l.count > kFewLarge) count = l.count;
                rest.add(l.rest);
            }
        } large;
        binInParts(pool_, range, large, [&](uint32_t begin, uint32_t end, Large& part) {
            for (uint32_t i = begin; i < end && part.count <= kFewLarge; ++i) {
                const Load r(refs_[i]);
                if (halfArea({r.low, r.high}) > 0.25F * range.area) {
                    part.put(i);
                } else {
                    part.rest.add(r.low, r.high);
                }
            }
        });
        const uint32_t count = large.count;
        if (count == 0 || count > kFewLarge || !(halfArea(large.rest) < 0.9F * range.area)) return false;
        for (uint32_t i = 0; i < count; ++i) std::swap(refs_[range.begin + i], refs_[large.index[i]]);
        finish(range, range.begin + count, left, right);
        left.isFewLarge = true;
        measure(left);
        measureInParts(right);
        return true;
    }

    /// Room for copies, by numbers of refs: the right ones move up. In which order they are, does not matter. What may be a
    /// leaf stays in one piece.
    void share(const Range& range, Range& left, Range& right) const {
        left.depth = right.depth = range.depth + 1;
        left.isFewLarge = right.isFewLarge = range.isFewLarge;
        left.area = halfArea(left.box);
        right.area = halfArea(right.box);
        const uint32_t room = mayBeLeaf(range) ? 0 : range.limit - right.end;
        const auto leftRoom = static_cast<uint32_t>(uint64_t{room} * left.count() / (left.count() + right.count()));
        if (leftRoom > 0) {
            const uint32_t moved = std::min(leftRoom, right.count());
            std::copy(refs_ + right.begin, refs_ + right.begin + moved, refs_ + right.end + leftRoom - moved);
        }
        left.limit = left.end + leftRoom;
        right.begin += leftRoom, right.end += leftRoom;
        right.limit = range.limit;
    }

    BuildRef* refs_;
    BvhOptions options_;
    ThreadPool* pool_;
    const ClippedTriangles* triangles_;
    float rootArea_ = 0;
};

}  // namespace raypool
