// Values out of bytes that need not be aligned.
#pragma once
#include <cstdint>
#include <cstring>

namespace raypool {

template <class T>
T load(const uint8_t* p) {
    T value;
    std::memcpy(&value, p, sizeof value);
    return value;
}

}  // namespace raypool
