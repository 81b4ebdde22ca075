// A binary tree made better: subtrees are taken out and put to where the tree costs least (Bittner, Hapala and Havran 2013, "Fast
// insertion-based optimization of bounding volume hierarchies"), many at once, where they are not in each other's way (Meister
// and Bittner 2018, "Parallel reinsertion for bounding volume hierarchy optimization"). Used by bvh_build.cpp alone.
#pragma once
#include <cstdint>

#include "raytracer/accel/bvh_collapse.h"
#include "raytracer/parallel/thread_pool.h"

namespace raypool {

/// At most so many passes over the tree whose root is pairs[0]; the last is one that saves no more than `least` of the root's area.
/// The same for any number of threads. No path is longer than kMaxDepth then, if none was before. Nothing comes to or goes from
/// among the few large ones. Boxes and areas are right afterwards; costs and the order of refs are not.
void reinsertSubtrees(UnsetVector<Pair>& pairs, uint32_t passes, float least, ThreadPool* pool);

}  // namespace raypool
