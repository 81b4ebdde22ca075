#include "app/wasm/session.h"

#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>

#include "app/stats_json.h"

namespace raypool {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

/// Texts of users may hold any bytes; what is no UTF-8 becomes U+FFFD.
std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json toJson(const Diagnostic& d) {
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

json toJson(const Diagnostics& diagnostics) {
    json out = json::array();
    for (const auto& d : diagnostics) out.push_back(toJson(d));
    return out;
}

}  // namespace

std::expected<std::vector<uint8_t>, std::string> PageAssets::read(const std::string& path) {
    const auto found = files_.find(path);
    if (found == files_.end()) return std::unexpected("no such file");
    return found->second;
}

void PageAssets::keepOnly(const std::vector<TextureDesc>& named) {
    std::erase_if(files_, [&](const auto& file) {
        if (!file.second) return true;
        return std::none_of(named.begin(), named.end(), [&](const auto& t) { return t.path == file.first; });
    });
}

struct Session::Header {
    std::string op;
    int32_t job = 0;
    json fields;
};

void Session::reject(int32_t job, const Diagnostics& diagnostics) { respond(rejectedResponse(job, diagnostics)); }

std::optional<SceneDesc> Session::load(const Header& header, std::string_view text) {
    auto scene = loadScene(text);
    if (!scene) {
        reject(header.job, scene.error());
        return std::nullopt;
    }
    const std::string integrator = header.fields.value("integrator", std::string());
    if (!integrator.empty() && integrator != name(scene->integrator)) {
        reject(header.job, {{.message = "integrator \"" + integrator + "\" can't render this scene",
                             .hint = "a scene of the 2018 demo is rendered by \"classic\""}});
        return std::nullopt;
    }
    return std::move(*scene);
}

bool Session::askForAssets(int32_t job, const SceneDesc& scene) {
    json paths = json::array();
    for (const auto& texture : assetsOf(scene)) {
        if (!assets_.knows(texture.path)) paths.push_back(texture.path);
    }
    if (paths.empty()) return false;
    respond(dump({{"type", "needsAssets"}, {"job", job}, {"paths", paths}}));
    return true;
}

Session::Outcome Session::render(const Header& header, std::string_view text) {
    const auto begin = Clock::now();
    auto desc = load(header, text);
    if (!desc || askForAssets(header.job, *desc)) return {};
    Diagnostics warnings = desc->warnings;
    auto scene = compileScene(*desc, assets_, warnings);
    assets_.keepOnly(assetsOf(*desc));
    if (!scene) {
        reject(header.job, scene.error());
        return {};
    }
    const double compileMs = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    scene->compileMs = compileMs;
    if (header.op == "check") {
        respond(dump({{"type", "checked"}, {"job", header.job}, {"format", name(desc->format)}, {"warnings", toJson(warnings)}}));
        return {};
    }
    Outcome outcome;
    outcome.render = Render{header.job, std::make_shared<const RenderScene>(std::move(*scene)), {}};
    outcome.render->accepted = dump({{"type", "accepted"},
                                     {"job", header.job},
                                     {"format", name(desc->format)},
                                     {"width", desc->width},
                                     {"height", desc->height},
                                     {"integrator", name(desc->integrator)},
                                     {"samples", outcome.render->scene->settings.samples},
                                     {"warnings", toJson(warnings)},
                                     {"compileMs", compileMs}});
    return outcome;
}

Session::Outcome Session::handle(std::span<const uint8_t> message) {
    uint32_t length = 0;
    if (message.size() < sizeof length) return {};
    std::memcpy(&length, message.data(), sizeof length);
    message = message.subspan(sizeof length);
    if (length > message.size()) return {};
    const json fields = json::parse(std::string_view(reinterpret_cast<const char*>(message.data()), length), nullptr, false);
    if (!fields.is_object()) return {};
    const auto payload = message.subspan(length);
    Header header{fields.value("op", std::string()), fields.value("job", 0), fields};
    if (header.op == "render" || header.op == "check") {
        return render(header, {reinterpret_cast<const char*>(payload.data()), payload.size()});
    }
    if (header.op == "asset") {
        const std::string path = fields.value("path", std::string());
        if (fields.contains("missing")) {
            assets_.putMissing(path, fields.value("missing", std::string()));
        } else {
            assets_.put(path, {payload.begin(), payload.end()});
        }
    } else if (header.op == "threads") {
        return {.render = {}, .threads = static_cast<uint32_t>(std::max(1, fields.value("count", 1)))};
    }
    return {};
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

}  // namespace raypool
