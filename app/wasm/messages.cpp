#include "app/wasm/messages.h"

#include <cmath>

#include "app/stats_json.h"

namespace raypool {

using nlohmann::json;

json toJson(dvec3 v) { return {v.x, v.y, v.z}; }
json toJson(Rgb c) { return {c.r, c.g, c.b}; }

namespace {

json displayJson(const DisplaySettings& display) {
    return {{"exposure", display.exposure},
            {"whitePoint", display.whitePoint},
            {"toneMapping", name(display.toneMap)},
            {"view", name(display.view)},
            {"denoise", name(display.denoise)}};
}

/// As the camera stands when the shutter opens.
json cameraJson(const Camera& camera) {
    const Affine64 m = camera.moves ? camera.motion.matrixAt(0) : camera.toWorld;
    return {{"orthographic", camera.kind == CameraKind::kOrthographic},
            {"right", toJson(m.x)},
            {"up", toJson(m.y)},
            {"back", toJson(m.z)},
            {"position", toJson(m.t)},
            {"halfWidth", camera.halfWidth},
            {"halfHeight", camera.halfHeight},
            {"lensRadius", camera.lensRadius},
            {"focusDistance", camera.focusDistance},
            {"moves", camera.moves}};
}

json diagnosticJson(const Diagnostic& d) {
    json out = {{"severity", d.severity == Severity::kError ? "error" : "warning"},
                {"message", d.message},
                {"pointer", d.pointer},
                {"line", d.line},
                {"column", d.column},
                {"from", d.from},
                {"to", d.to}};
    if (!d.hint.empty()) out["hint"] = d.hint;
    return out;
}

}  // namespace

std::optional<double> number(const json& fields, const char* key) {
    const auto found = fields.find(key);
    if (found == fields.end() || !found->is_number()) return std::nullopt;
    const double value = found->get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string stringOf(const json& fields, const char* key) {
    const auto found = fields.find(key);
    return found != fields.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void change(DisplaySettings& display, const json& fields) {
    if (const auto value = number(fields, "exposure")) display.exposure = static_cast<float>(*value);
    if (const auto value = number(fields, "whitePoint")) display.whitePoint = static_cast<float>(*value);
    if (const auto map = toneMapNamed(stringOf(fields, "toneMapping"))) display.toneMap = *map;
    if (const auto view = viewNamed(stringOf(fields, "view"))) display.view = *view;
    if (const auto denoise = denoiseNamed(stringOf(fields, "denoise"))) display.denoise = *denoise;
}

void change(RenderSettings& settings, const json& fields) {
    if (const auto value = number(fields, "timeLimit")) settings.timeLimit = std::max(0.0, *value);
    if (const auto value = number(fields, "noiseTarget")) settings.noiseTarget = static_cast<float>(std::max(0.0, *value));
    if (const auto crop = fields.find("crop"); crop != fields.end() && crop->is_array() && crop->size() == 4) {
        double v[4];
        for (size_t i = 0; i < 4; ++i) v[i] = (*crop)[i].is_number() ? (*crop)[i].get<double>() : 0;
        const auto pixel = [](double x) { return static_cast<uint32_t>(std::clamp(x, 0.0, double{kMaxSide})); };
        settings.crop = {pixel(v[0]), pixel(v[1]), pixel(v[0] + v[2]), pixel(v[1] + v[3])};
    }
    if (const auto stride = whole<uint32_t>(fields, "coarse"); stride && (*stride == 1 || *stride == 2 || *stride == 4)) {
        settings.coarseStride = *stride;
    }
    if (const auto display = fields.find("display"); display != fields.end()) change(settings.display, *display);
}

std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json toJson(const Diagnostics& diagnostics) {
    json out = json::array();
    for (const auto& d : diagnostics) out.push_back(diagnosticJson(d));
    return out;
}

std::string acceptedResponse(int32_t job, const SceneDesc& desc, const SceneView& view, const DisplaySettings& own,
                             const RenderScene& content, const Diagnostics& warnings, double compileMs, bool reused) {
    json out = {{"type", "accepted"},
                {"job", job},
                {"format", name(desc.format)},
                {"width", view.width},
                {"height", view.height},
                {"integrator", name(view.integrator)},
                {"samples", view.settings.samples},
                {"seed", view.settings.seed},
                {"timeLimit", view.settings.timeLimit},
                {"noiseTarget", view.settings.noiseTarget},
                {"display", displayJson(view.settings.display)},
                {"sceneDisplay", displayJson(own)},
                {"warnings", toJson(warnings)},
                {"compileMs", compileMs},
                {"bvhMs", reused ? 0 : content.bvhMs},
                {"triangles", content.triangles},
                {"reused", reused}};
    if (desc.lastFrame > desc.firstFrame) {
        out["frame"] = desc.frame;
        out["frames"] = {desc.firstFrame, desc.lastFrame};
    }
    if (view.integrator != IntegratorKind::kClassic) {
        out["camera"] = cameraJson(view.camera);
        if (const Bounds3& bounds = content.accel.bounds(); !bounds.isEmpty()) {
            out["bounds"] = {{"low", toJson(dvec3(bounds.low))}, {"high", toJson(dvec3(bounds.high))}};
        }
    }
    return dump(out);
}

std::string finishedResponse(int32_t job, std::string_view outcome, std::string_view message, const RenderStats& stats,
                             double compileMs) {
    json out = {{"type", "finished"}, {"job", job}, {"outcome", outcome}, {"stats", statsJson(stats, compileMs)}};
    if (!message.empty()) out["message"] = message;
    return dump(out);
}

std::string rejectedResponse(int32_t job, const Diagnostics& diagnostics) {
    return dump({{"type", "rejected"}, {"job", job}, {"diagnostics", toJson(diagnostics)}});
}

std::string continuedResponse(int32_t job, uint32_t samples) {
    return dump({{"type", "continued"}, {"job", job}, {"samples", samples}});
}

std::string denoisedResponse(int32_t job, DenoiseShown shown, bool working, double ms) {
    return dump({{"type", "denoised"}, {"job", job}, {"quality", name(shown)}, {"working", working}, {"ms", ms}});
}

std::string encodedResponse(std::string_view kind, const Bytes& file) {
    return dump({{"type", "encoded"},
                 {"kind", kind},
                 {"pointer", static_cast<uint32_t>(reinterpret_cast<uintptr_t>(file.data()))},
                 {"bytes", file.size()}});
}

}  // namespace raypool
