#pragma once
#include <type_traits>

#include "raytracer/parallel/thread_pool.h"

namespace raypool {

/// piece(i) for every i in [0, count), in any order, by the caller and whichever workers of the pool are free; returns
/// when all are done. May be nested. Without a pool the caller does it alone. What pieces write must not depend on who
/// does them: then results are the same for any number of threads.
template <class Piece>
void parallelFor(ThreadPool* pool, uint32_t count, Piece&& piece) {
    if (pool == nullptr || count <= 1) {
        for (uint32_t i = 0; i < count; ++i) piece(i);
        return;
    }
    using P = std::remove_reference_t<Piece>;
    pool->run({[](void* context, uint32_t i) { (*static_cast<P*>(context))(i); },
               const_cast<void*>(static_cast<const void*>(&piece)), count});
}

}  // namespace raypool
