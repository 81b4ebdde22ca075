#include "raytracer/accel/bvh_build.h"

#include <algorithm>
#include <utility>

#include "raytracer/accel/bvh_collapse.h"
#include "raytracer/accel/bvh_reinsert.h"
#include "raytracer/accel/bvh_spatial.h"
#include "raytracer/parallel/parallel_for.h"

namespace raypool {

namespace {

/// Sizes, not numbers of threads, decide how the work is cut, so that the tree does not depend on them.
constexpr uint32_t kSubtree = 1U << 12;
constexpr uint32_t kMaxRefs = (1U << 28) - 1;
/// Below, ranges are halved: then at most 28 levels are left.
constexpr uint32_t kMaxSahDepth = kMaxDepth - 28;

/// A few large triangles are, like a room's walls, what most rays start on or end at: those start beside a flat box, not
/// within, so that a node over a box for each wall is worth more than areas say.
constexpr uint32_t kFewLarge = 16, kLargeBlock = 2;
constexpr float kLargeTraversalCost = 0.5F;

/// What is below some node: nodes and blocks count from 0, and are moved to where they belong at the end.
struct Subtree {
    uint32_t root = child::kEmpty;
    std::vector<Node4> nodes;
    std::vector<BvhBlock> blocks;
    uint32_t firstNode = 0, firstBlock = 0;
};

struct Extent {
    Box box, centres;
    void add(const Extent& e) { box.add(e.box), centres.add(e.centres); }
};

class Builder {
public:
    Builder(UnsetVector<BuildRef>& refs, const BvhOptions& options, ThreadPool* pool, const ClippedTriangles* triangles)
        : refs_(refs.data()), options_(options), pool_(pool), triangles_(triangles) {}

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

    static Pair pairOf(const Range& range) {
        Pair pair;
        pair.box = range.box, pair.area = range.area;
        pair.begin = range.begin, pair.end = range.end;
        pair.isFewLarge = range.isFewLarge;
        return pair;
    }

    /// Appends the binary tree over `range`, down to single blocks, its root first, with what it costs as part of a wider one.
    uint32_t grow(const Range& range, UnsetVector<Pair>& pairs) const {
        const auto index = static_cast<uint32_t>(pairs.size());
        pairs.push_back(pairOf(range));
        const float asLeaf = costAsLeaf(pairs[index]);
        Range left, right;
        if (!split(range, left, right)) {
            std::fill_n(pairs[index].cost, 3, asLeaf);
            return index;
        }
        const uint32_t l = grow(left, pairs), r = grow(right, pairs);
        Pair& pair = pairs[index];
        pair.left = l, pair.right = r;
        setCosts(pair, pairs[l], pairs[r], asLeaf, costOfNode(pair));
        return index;
    }

    float costAsLeaf(const Pair& pair) const {
        const uint32_t count = pair.end - pair.begin;
        return count <= options_.blockSize * options_.maxBlocks ? blocks(count) * pair.area : kInfinity;
    }
    bool mayBeLeaf(const Range& range) const { return range.count() <= options_.blockSize * options_.maxBlocks; }

    float costOfNode(const Pair& pair) const { return pair.isFewLarge ? kLargeTraversalCost : options_.traversalCost; }

    /// Moves subtrees to where they cost least, and puts pairs and refs into the order in which they were: first the pairs with
    /// many refs, whose number it returns, and refs below a pair side by side.
    uint32_t improve(UnsetVector<Pair>& pairs, UnsetVector<BuildRef>& refs) {
        Reinserter(pairs, pool_).run(options_.reinsertions);
        UnsetVector<BuildRef> orderedRefs;
        orderedRefs.reserve(refs.size());
        const auto orderRefs = [&](const auto& self, uint32_t index) -> void {
            Pair& pair = pairs[index];
            const auto begin = static_cast<uint32_t>(orderedRefs.size());
            if (pair.left == pair.right) {
                orderedRefs.insert(orderedRefs.end(), refs.begin() + pair.begin, refs.begin() + pair.end);
            } else {
                self(self, pair.left);
                self(self, pair.right);
            }
            pair.begin = begin, pair.end = static_cast<uint32_t>(orderedRefs.size());
        };
        orderRefs(orderRefs, 0);
        refs = std::move(orderedRefs);
        refs_ = refs.data();

        UnsetVector<Pair> ordered;
        ordered.reserve(pairs.size());
        const auto subtree = [&](const auto& self, uint32_t index) -> uint32_t {
            const auto at = static_cast<uint32_t>(ordered.size());
            ordered.push_back(pairs[index]);
            const float asLeaf = costAsLeaf(pairs[index]);
            if (pairs[index].left == pairs[index].right) {
                ordered[at].left = ordered[at].right = 0;
                std::fill_n(ordered[at].cost, 3, asLeaf);
                return at;
            }
            const uint32_t l = self(self, pairs[index].left), r = self(self, pairs[index].right);
            Pair& pair = ordered[at];
            pair.left = l, pair.right = r;
            setCosts(pair, ordered[l], ordered[r], asLeaf, costOfNode(pair));
            return at;
        };
        struct Place {
            uint32_t index, parent;
            bool isRight;
        };
        std::vector<Place> top{{0, 0, false}}, small;
        const auto attach = [&](const Place& place, uint32_t at) {
            if (at != 0) (place.isRight ? ordered[place.parent].right : ordered[place.parent].left) = at;
        };
        for (size_t i = 0; i < top.size(); ++i) {
            const Place place = top[i];
            const Pair& pair = pairs[place.index];
            if (pair.end - pair.begin <= kSubtree) {
                small.push_back(place);
                continue;
            }
            const auto at = static_cast<uint32_t>(ordered.size());
            ordered.push_back(pair);
            attach(place, at);
            top.push_back({pair.left, at, false});
            top.push_back({pair.right, at, true});
        }
        const auto topCount = static_cast<uint32_t>(ordered.size());
        for (const Place& place : small) attach(place, subtree(subtree, place.index));
        pairs = std::move(ordered);
        return topCount;
    }

    uint32_t emit(const UnsetVector<Pair>& pairs, uint32_t root, Subtree& tree) const {
        if (pairs[root].isLeaf) return leaf(pairs[root], tree);
        uint32_t children[4];
        const uint32_t count = childrenOf(pairs, root, children);
        const auto index = static_cast<uint32_t>(tree.nodes.size());
        tree.nodes.push_back(makeNode(pairs, children, count));
        for (uint32_t i = 0; i < count; ++i) {
            const uint32_t code = emit(pairs, children[i], tree);
            tree.nodes[index].child[i] = code;
        }
        return index;
    }

    Range whole(uint32_t count, uint32_t limit) {
        Range range;
        range.end = count;
        range.limit = limit;
        measureInParts(range);
        rootArea_ = range.area;
        return range;
    }

private:
    uint32_t leaf(const Pair& range, Subtree& tree) const {
        const auto first = static_cast<uint32_t>(tree.blocks.size());
        // Subtrees that were moved may have brought copies of one triangle together.
        uint32_t end = options_.reinsertions > 0 ? range.begin : range.end;
        for (uint32_t i = end; i < range.end; ++i) {
            const auto isSame = [&](const BuildRef& r) { return r.tag == refs_[i].tag; };
            if (std::none_of(refs_ + range.begin, refs_ + end, isSame)) refs_[end++] = refs_[i];
        }
        for (uint32_t i = range.begin; i < end; i += options_.blockSize) {
            tree.blocks.push_back({i, std::min(options_.blockSize, end - i)});
        }
        return child::leaf(first, static_cast<uint32_t>(tree.blocks.size()) - first);
    }

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

}  // namespace

size_t mostRefs(size_t count, const BvhOptions& options) {
    return std::min(count + static_cast<size_t>(static_cast<double>(count) * double{options.copies}), size_t{kMaxRefs});
}

Bvh buildBvh(UnsetVector<BuildRef>& refs, const BvhOptions& options, ThreadPool* pool, const ClippedTriangles* triangles) {
    Bvh out;
    if (refs.empty()) return out;
    const auto count = static_cast<uint32_t>(refs.size());
    if (triangles != nullptr) refs.resize(mostRefs(count, options));
    Builder builder(refs, options, pool, triangles);

    // The top of the binary tree, level by level, until what is below is small: then each part is one piece of work.
    struct Open {
        Range range, left, right;
        uint32_t parent = 0;      // the pair that it is the left or right child of
        bool isRight = false, isSplit = false;
    };
    UnsetVector<Pair> pairs;
    std::vector<Open> level(1), small;
    level[0].range = builder.whole(count, static_cast<uint32_t>(refs.size()));
    while (!level.empty()) {
        std::vector<Open> large;
        for (Open& open : level) (open.range.count() <= kSubtree ? small : large).push_back(open);
        parallelFor(pool, static_cast<uint32_t>(large.size()),
                    [&](uint32_t i) { large[i].isSplit = builder.split(large[i].range, large[i].left, large[i].right); });
        level.clear();
        for (const Open& open : large) {
            // More than fit into a leaf, so it has been split.
            const auto index = static_cast<uint32_t>(pairs.size());
            pairs.push_back(Builder::pairOf(open.range));
            if (index != 0) (open.isRight ? pairs[open.parent].right : pairs[open.parent].left) = index;
            level.push_back({open.left, {}, {}, index, false, false});
            level.push_back({open.right, {}, {}, index, true, false});
        }
    }
    auto topCount = static_cast<uint32_t>(pairs.size());
    const auto smallCount = static_cast<uint32_t>(small.size());
    std::vector<UnsetVector<Pair>> grown(smallCount);
    parallelFor(pool, smallCount, [&](uint32_t i) {
        grown[i].reserve(small[i].range.count() / options.blockSize);
        builder.grow(small[i].range, grown[i]);
    });
    std::vector<uint32_t> offset(smallCount + 1, topCount);
    for (uint32_t i = 0; i < smallCount; ++i) {
        offset[i + 1] = offset[i] + static_cast<uint32_t>(grown[i].size());
        if (topCount != 0) (small[i].isRight ? pairs[small[i].parent].right : pairs[small[i].parent].left) = offset[i];
    }
    pairs.resize(offset.back());
    parallelFor(pool, smallCount, [&](uint32_t i) {
        for (Pair& pair : grown[i]) pair.left += offset[i], pair.right += offset[i];
        std::copy(grown[i].begin(), grown[i].end(), pairs.begin() + offset[i]);
        grown[i] = {};
    });
    if (options.reinsertions > 0) topCount = builder.improve(pairs, refs);
    for (uint32_t i = topCount; i-- > 0;) setCosts(pairs[i], pairs[pairs[i].left], pairs[pairs[i].right], kInfinity, options.traversalCost);

    // The same cut again: nodes of the top one by one, and each tree below them as a piece of work.
    struct Place {
        uint32_t node, slot;   // where the child's number goes; kEmpty: it is the root
    };
    std::vector<Node4> top;
    std::vector<std::pair<Subtree, Place>> subtrees;
    std::vector<std::pair<uint32_t, Place>> waiting{{0, {child::kEmpty, 0}}};
    while (!waiting.empty()) {
        const auto [pair, place] = waiting.back();
        waiting.pop_back();
        if (pair >= topCount) {
            subtrees.emplace_back();
            subtrees.back().first.root = pair;   // for now
            subtrees.back().second = place;
            continue;
        }
        const auto index = static_cast<uint32_t>(top.size());
        (place.node == child::kEmpty ? out.root : top[place.node].child[place.slot]) = index;
        uint32_t children[4];
        const uint32_t childCount = childrenOf(pairs, pair, children);
        top.push_back(makeNode(pairs, children, childCount));
        for (uint32_t i = 0; i < childCount; ++i) waiting.push_back({children[i], {index, i}});
    }
    parallelFor(pool, static_cast<uint32_t>(subtrees.size()), [&](uint32_t i) {
        Subtree& tree = subtrees[i].first;
        tree.root = builder.emit(pairs, tree.root, tree);
    });
    pairs = {};

    auto nodeCount = static_cast<uint32_t>(top.size());
    uint32_t blockCount = 0;
    for (auto& [tree, place] : subtrees) {
        tree.firstNode = nodeCount;
        tree.firstBlock = blockCount;
        nodeCount += static_cast<uint32_t>(tree.nodes.size());
        blockCount += static_cast<uint32_t>(tree.blocks.size());
        const uint32_t root = (tree.root & child::kLeaf) != 0 ? tree.root + (tree.firstBlock << 3) : tree.root + tree.firstNode;
        if (place.node == child::kEmpty) {
            out.root = root;
        } else {
            top[place.node].child[place.slot] = root;
        }
    }
    out.nodeCount = nodeCount;
    out.nodes = std::make_unique_for_overwrite<Node4[]>(nodeCount);
    out.blocks.resize(blockCount);
    std::copy(top.begin(), top.end(), out.nodes.get());
    parallelFor(pool, static_cast<uint32_t>(subtrees.size()), [&](uint32_t i) {
        Subtree& tree = subtrees[i].first;
        for (Node4& n : tree.nodes) {
            for (uint32_t& c : n.child) {
                if (c == child::kEmpty) continue;
                c += (c & child::kLeaf) != 0 ? tree.firstBlock << 3 : tree.firstNode;
            }
        }
        std::copy(tree.nodes.begin(), tree.nodes.end(), out.nodes.get() + tree.firstNode);
        std::copy(tree.blocks.begin(), tree.blocks.end(), out.blocks.data() + tree.firstBlock);
        tree.nodes = {};
        tree.blocks = {};
    });
    return out;
}

}  // namespace raypool
