// How much a test may do: instrumented builds are ten times as slow, and look for other faults than the numbers find.
#pragma once

namespace raypool::testing {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

/// Repetitions, random cases and the like.
constexpr int effort(int normal, int sanitized) { return kSanitized ? sanitized : normal; }

}  // namespace raypool::testing
