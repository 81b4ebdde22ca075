// How much a test may do: instrumented builds are ten times as slow, and look for other faults than the numbers find.
#pragma once
#include <cstdint>

namespace raypool::testing {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

/// Repetitions, random cases and the like.
constexpr int effort(int normal, int sanitized) { return kSanitized ? sanitized : normal; }

/// Samples of an estimate that is compared within its own standard error.
constexpr uint32_t samples(uint32_t normal) { return kSanitized ? normal / 8 + 4 : normal; }

}  // namespace raypool::testing
