#pragma once
#include <cstdint>
#include <string_view>

namespace raypool {

/// How a picture is computed; named in scenes, on the command line and in the page's address.
enum class IntegratorKind : uint8_t { kClassic };

constexpr std::string_view name(IntegratorKind kind) {
    switch (kind) {
        case IntegratorKind::kClassic: return "classic";
    }
    return "";
}

}  // namespace raypool
