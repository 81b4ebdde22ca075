#include "raytracer/accel/bvh_reinsert.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "raytracer/parallel/parallel_for.h"

namespace raypool {

namespace {

class Reinserter {
public:
    Reinserter(UnsetVector<Pair>& pairs, ThreadPool* pool) : pairs_(pairs), pool_(pool), parents_(pairs.size(), 0) {
        for (uint32_t i = 0; i < count(); ++i) {
            if (hasChildren(i)) parents_[pairs_[i].left] = parents_[pairs_[i].right] = i;
        }
    }

    void run(uint32_t passes, float least) {
        while (passes-- > 0 && pass() > least * pairs_[0].area) {}
        if (depth() <= kMaxDepth) return;
        while (!done_.empty()) {
            reinsert(done_.back().first, done_.back().second);
            done_.pop_back();
        }
    }

private:
    struct Move {
        uint32_t node, to = 0;
        float gain = 0;     // in area
    };
    struct Open {
        uint32_t node;
        float gain;
    };

    /// Returns how much area it saved.
    float pass() {
        std::vector<Move> moves = candidates();
        constexpr uint32_t kPiece = 256;
        const auto pieces = static_cast<uint32_t>((moves.size() + kPiece - 1) / kPiece);
        parallelFor(pool_, pieces, [&](uint32_t piece) {
            std::vector<Open> open;
            const size_t end = std::min(moves.size(), size_t{piece + 1} * kPiece);
            for (size_t i = size_t{piece} * kPiece; i < end; ++i) find(moves[i], open);
        });
        std::erase_if(moves, [](const Move& m) { return !(m.gain > 0); });
        std::sort(moves.begin(), moves.end(),
                  [](const Move& a, const Move& b) { return a.gain != b.gain ? a.gain > b.gain : a.node < b.node; });
        std::vector<bool> isTouched(count());
        float saved = 0;
        for (const Move& m : moves) {
            const uint32_t sibling = siblingOf(m.node), touched[] = {m.node, m.to, parents_[m.node], parents_[m.to], sibling};
            if (std::ranges::any_of(touched, [&](uint32_t i) { return isTouched[i]; })) continue;
            if (isBelow(m.to, m.node)) continue;   // since another move
            // Others moved meanwhile, and what was a gain need not be one any more.
            const float growth = reinsert(m.node, m.to);
            if (!(growth < 0)) {
                reinsert(m.node, sibling);
                continue;
            }
            saved -= growth;
            for (const uint32_t i : touched) isTouched[i] = true;
            done_.emplace_back(m.node, sibling);
        }
        return saved;
    }

    uint32_t count() const { return static_cast<uint32_t>(pairs_.size()); }
    bool hasChildren(uint32_t i) const { return pairs_[i].right != pairs_[i].left; }
    /// Of the few large ones, whose boxes say little of what they are worth, nobody comes and goes.
    bool isOpen(uint32_t i) const { return hasChildren(i) && !pairs_[i].isFewLarge; }
    uint32_t siblingOf(uint32_t i) const {
        const Pair& parent = pairs_[parents_[i]];
        return parent.left == i ? parent.right : parent.left;
    }

    bool isBelow(uint32_t i, uint32_t above) const {
        while (i != 0 && i != above) i = parents_[i];
        return i == above;
    }

    uint32_t depth() const {
        std::vector<std::pair<uint32_t, uint32_t>> open{{0, 0}};
        uint32_t deepest = 0;
        while (!open.empty()) {
            const auto [i, depth] = open.back();
            open.pop_back();
            deepest = std::max(deepest, depth);
            if (!hasChildren(i)) continue;
            open.emplace_back(pairs_[i].left, depth + 1);
            open.emplace_back(pairs_[i].right, depth + 1);
        }
        return deepest;
    }

    /// Those with the largest boxes: one in twenty, but in small trees all. A child of the root has nowhere to go.
    std::vector<Move> candidates() const {
        constexpr size_t kOneOf = 20, kAlways = 4096;
        std::vector<Move> out;
        out.reserve(count());
        for (uint32_t i = 1; i < count(); ++i) {
            if (parents_[i] != 0 && !pairs_[parents_[i]].isFewLarge) out.push_back({i});
        }
        const size_t wanted = std::min(out.size(), std::max(count() / kOneOf, kAlways));
        const auto areaOf = [&](const Move& m) { return pairs_[m.node].area > 0 ? pairs_[m.node].area : 0; };   // it may be no number
        const auto isLarger = [&](const Move& a, const Move& b) {
            const float x = areaOf(a), y = areaOf(b);
            return x != y ? x > y : a.node < b.node;
        };
        if (wanted < out.size()) std::nth_element(out.begin(), out.begin() + static_cast<ptrdiff_t>(wanted), out.end(), isLarger);
        out.resize(wanted);
        return out;
    }

    /// Where node would gain most: from its place up, and from there down as long as that may be better than what was found.
    void find(Move& move, std::vector<Open>& open) const {
        const uint32_t node = move.node, home = parents_[node];
        const Box& box = pairs_[node].box;
        const float area = pairs_[node].area;
        float gain = pairs_[home].area;   // its parent is no more
        Box pivot = pairs_[siblingOf(node)].box;
        for (uint32_t sibling = siblingOf(node), parent = home;;) {
            open.push_back({sibling, gain});
            while (!open.empty()) {
                const Open at = open.back();
                open.pop_back();
                if (!(at.gain - area > move.gain)) continue;
                Box merged = pairs_[at.node].box;
                merged.add(box);
                const float here = at.gain - halfArea(merged);
                if (here > move.gain) move.to = at.node, move.gain = here;
                if (!isOpen(at.node)) continue;
                const float below = here + pairs_[at.node].area;
                open.push_back({pairs_[at.node].left, below});
                open.push_back({pairs_[at.node].right, below});
            }
            if (parent == 0) break;
            if (parent != home) {
                pivot.add(pairs_[sibling].box);
                gain += pairs_[parent].area - halfArea(pivot);
            }
            sibling = siblingOf(parent);
            parent = parents_[parent];
        }
    }

    /// Boxes from there up; returns by how much their areas grew.
    float refit(uint32_t i) {
        float growth = 0;
        while (true) {
            Pair& pair = pairs_[i];
            const float before = pair.area;
            pair.box = pairs_[pair.left].box;
            pair.box.add(pairs_[pair.right].box);
            pair.area = halfArea(pair.box);
            growth += pair.area - before;
            if (i == 0) return growth;
            i = parents_[i];
        }
    }

    /// Takes `node` with its parent out, and puts both above `to`; returns by how much areas grew.
    float reinsert(uint32_t node, uint32_t to) {
        const uint32_t parent = parents_[node], sibling = siblingOf(node), above = parents_[parent];
        replaceChild(above, parent, sibling);
        replaceChild(parents_[to], to, parent);
        pairs_[parent].left = to, pairs_[parent].right = node;
        parents_[to] = parents_[node] = parent;
        const float growth = refit(above);
        return growth + refit(parent);
    }
    void replaceChild(uint32_t of, uint32_t old, uint32_t now) {
        (pairs_[of].left == old ? pairs_[of].left : pairs_[of].right) = now;
        parents_[now] = of;
    }

    UnsetVector<Pair>& pairs_;
    ThreadPool* pool_;
    std::vector<uint32_t> parents_;
    std::vector<std::pair<uint32_t, uint32_t>> done_;   // what was moved, and whose sibling it was
};

}  // namespace

void reinsertSubtrees(UnsetVector<Pair>& pairs, uint32_t passes, float least, ThreadPool* pool) {
    Reinserter(pairs, pool).run(passes, least);
}

}  // namespace raypool
