// The JSON of requests and responses (protocol.h).
#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "raytracer/raytracer.h"

namespace raypool {

/// A finite number among a request's fields.
std::optional<double> number(const nlohmann::json& fields, const char* key);
/// Numbers below 0 count as 0, and those above as the largest.
template <class T>
std::optional<T> whole(const nlohmann::json& fields, const char* key) {
    const auto value = number(fields, key);
    if (!value) return std::nullopt;
    return static_cast<T>(std::clamp(*value, 0.0, static_cast<double>(std::numeric_limits<T>::max())));
}
/// Empty where there is none.
std::string stringOf(const nlohmann::json& fields, const char* key);
void change(DisplaySettings& display, const nlohmann::json& fields);
/// What the request says of how to render, instead of what the scene says.
void change(RenderSettings& settings, const nlohmann::json& fields);

/// Texts of users may hold any bytes; what is no UTF-8 becomes U+FFFD.
std::string dump(const nlohmann::json& value);
nlohmann::json toJson(dvec3 v);
nlohmann::json toJson(Rgb c);
nlohmann::json toJson(const Diagnostics& diagnostics);

/// `own`: the scene's display settings. `reused`: nothing had to be compiled.
std::string acceptedResponse(int32_t job, const SceneDesc& desc, const SceneView& view, const DisplaySettings& own,
                             const RenderScene& content, const Diagnostics& warnings, double compileMs, bool reused);
/// The response to a render that has ended; `message` only where it failed.
std::string finishedResponse(int32_t job, std::string_view outcome, std::string_view message, const RenderStats& stats,
                             double compileMs);
std::string rejectedResponse(int32_t job, const Diagnostics& diagnostics);
std::string continuedResponse(int32_t job, uint32_t samples);
/// What the display shows; `working`: something else soon.
std::string denoisedResponse(int32_t job, DenoiseShown shown, bool working, double ms);
std::string encodedResponse(std::string_view kind, const Bytes& file);

}  // namespace raypool
