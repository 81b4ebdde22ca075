#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>

namespace raypool {

/// Memory that may be refused and is kept as long as it fits: for pictures, one after the other, of like sizes.
template <class T>
class Buffer {
    // Values begin to exist with their memory, which is not touched: a film of gigabytes is there at once.
    static_assert(std::is_trivially_destructible_v<T> && std::is_trivially_copyable_v<T> && alignof(T) <= 16);

public:
    /// Makes room for `count` values; what they are is not said. Gives memory back that is much too much. False: there is
    /// not so much memory, and the buffer is empty.
    bool resize(size_t count) {
        size_ = 0;
        if (count > capacity_ || count < capacity_ / 4) {
            memory_.reset();   // before the new one, so that both need not fit
            capacity_ = 0;
            if (count == 0) return true;
            if (count > static_cast<size_t>(-1) / 2 / sizeof(T)) return false;   // operator new[] would throw
            memory_.reset(new (std::nothrow) std::byte[count * sizeof(T)]);
            if (!memory_) return false;
            capacity_ = count;
        }
        size_ = count;
        return true;
    }
    void fill(const T& value) { std::fill_n(data(), size_, value); }

    T& operator[](size_t i) { return data()[i]; }
    const T& operator[](size_t i) const { return data()[i]; }
    T* data() { return reinterpret_cast<T*>(memory_.get()); }
    const T* data() const { return reinterpret_cast<const T*>(memory_.get()); }
    size_t size() const { return size_; }
    size_t bytes() const { return capacity_ * sizeof(T); }

private:
    std::unique_ptr<std::byte[]> memory_;
    size_t size_ = 0, capacity_ = 0;
};

}  // namespace raypool
