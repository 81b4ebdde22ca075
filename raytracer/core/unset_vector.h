#pragma once
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace raypool {

template <class T>
struct UnsetAllocator : std::allocator<T> {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    template <class U>
    struct rebind {
        using other = UnsetAllocator<U>;
    };
    template <class U>
    void construct(U*) noexcept {}
    template <class U, class... Args>
    void construct(U* place, Args&&... args) {
        ::new (static_cast<void*>(place)) U(std::forward<Args>(args)...);
    }
};

/// A vector whose resize() leaves new elements unset: most of what large arrays cost is that their memory is touched for the
/// first time, and that is then done by the threads that fill them.
template <class T>
using UnsetVector = std::vector<T, UnsetAllocator<T>>;

}  // namespace raypool
