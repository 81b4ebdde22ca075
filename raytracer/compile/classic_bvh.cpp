#include "raytracer/compile/classic_bvh.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace raypool {
namespace {

using Node = ClassicScene::BvhNode;
using Sphere = ClassicScene::Sphere;

constexpr uint32_t kLeafSize = 2;

struct Box {
    glm::dvec3 low{std::numeric_limits<double>::infinity()}, high{-std::numeric_limits<double>::infinity()};

    void add(const Sphere& s) {
        // The tests at the leaves round; no box may be smaller than what they accept.
        const double scale = std::abs(s.center.x) + std::abs(s.center.y) + std::abs(s.center.z);
        const double r = std::sqrt(s.radius2) * (1 + 1e-6) + 1e-9 * scale;
        for (int axis = 0; axis < 3; ++axis) {
            low[axis] = std::min(low[axis], s.center[axis] - r);
            high[axis] = std::max(high[axis], s.center[axis] + r);
        }
    }
    void add(const Box& other) {
        for (int axis = 0; axis < 3; ++axis) {
            low[axis] = std::min(low[axis], other.low[axis]);
            high[axis] = std::max(high[axis], other.high[axis]);
        }
    }
    double halfArea() const {
        const glm::dvec3 d = high - low;
        return d.x * d.y + d.y * d.z + d.z * d.x;
    }
};

struct Split {
    double cost = std::numeric_limits<double>::infinity();
    int axis = 0;
    uint32_t left = 0;   // spheres on the left
};

class Builder {
public:
    explicit Builder(ClassicScene& scene) : spheres_(scene.spheres), nodes_(scene.bvh) {}

    void build() {
        areas_.resize(spheres_.size());
        nodes_.reserve(spheres_.size());
        nodes_.emplace_back();
        // Both halves of a split hold a quarter at least, so the depth stays below that of the traversal's stack.
        struct Job {
            uint32_t node, begin, end;
        };
        std::vector<Job> jobs{{0, 0, static_cast<uint32_t>(spheres_.size())}};
        while (!jobs.empty()) {
            const Job job = jobs.back();
            jobs.pop_back();
            Box box;
            for (uint32_t i = job.begin; i < job.end; ++i) box.add(spheres_[i]);
            Node node{box.low, box.high, job.begin, static_cast<uint16_t>(job.end - job.begin), 0};
            if (job.end - job.begin > kLeafSize) {
                const Split split = bestSplit(job.begin, job.end);
                sortAlong(split.axis, job.begin, job.end);
                node.first = static_cast<uint32_t>(nodes_.size());   // the children stand side by side
                node.count = 0;
                node.axis = static_cast<uint16_t>(split.axis);
                nodes_.emplace_back();
                nodes_.emplace_back();
                jobs.push_back({node.first, job.begin, job.begin + split.left});
                jobs.push_back({node.first + 1, job.begin + split.left, job.end});
            }
            nodes_[job.node] = node;
        }
    }

private:
    void sortAlong(int axis, uint32_t begin, uint32_t end) {
        // The element decides between equal centres, so that the tree does not depend on the order before.
        std::sort(spheres_.begin() + begin, spheres_.begin() + end, [axis](const Sphere& a, const Sphere& b) {
            return a.center[axis] != b.center[axis] ? a.center[axis] < b.center[axis] : a.element < b.element;
        });
    }

    Split bestSplit(uint32_t begin, uint32_t end) {
        const uint32_t count = end - begin;
        const uint32_t least = std::max(1U, count / 4);
        Split best;
        for (int axis = 0; axis < 3; ++axis) {
            sortAlong(axis, begin, end);
            Box right;
            for (uint32_t i = end; i-- > begin;) {
                right.add(spheres_[i]);
                areas_[i] = right.halfArea();
            }
            Box left;
            for (uint32_t i = 1; i < count; ++i) {
                left.add(spheres_[begin + i - 1]);
                if (i < least || count - i < least) continue;
                const double cost = left.halfArea() * i + areas_[begin + i] * (count - i);
                if (cost < best.cost || best.left == 0) best = {cost, axis, i};
            }
        }
        return best;
    }

    std::vector<Sphere>& spheres_;
    std::vector<Node>& nodes_;
    std::vector<double> areas_;
};

}  // namespace

void buildClassicBvh(ClassicScene& scene) { Builder(scene).build(); }

}  // namespace raypool
