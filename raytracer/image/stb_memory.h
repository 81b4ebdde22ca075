#pragma once
#include <cstddef>
#include <cstdint>

namespace raypool {

/// To how many bytes a buffer of stb_image's may grow on this thread.
extern thread_local size_t stbGrowthLimit;

/// As long as it lives.
class StbGrowthLimit {
public:
    explicit StbGrowthLimit(size_t bytes) { stbGrowthLimit = bytes; }
    ~StbGrowthLimit() { stbGrowthLimit = SIZE_MAX; }
    StbGrowthLimit(const StbGrowthLimit&) = delete;
    StbGrowthLimit& operator=(const StbGrowthLimit&) = delete;
};

}  // namespace raypool
