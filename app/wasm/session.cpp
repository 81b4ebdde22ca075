#include "app/wasm/session.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "app/stats_json.h"

namespace raypool {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

std::optional<double> number(const json& fields, const char* key) {
    const auto found = fields.find(key);
    if (found == fields.end() || !found->is_number()) return std::nullopt;
    const double value = found->get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Numbers below 0 count as 0, and those above as the largest.
template <class T>
std::optional<T> whole(const json& fields, const char* key) {
    const auto value = number(fields, key);
    if (!value) return std::nullopt;
    return static_cast<T>(std::clamp(*value, 0.0, static_cast<double>(std::numeric_limits<T>::max())));
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
}

json toJson(const DisplaySettings& display) {
    return {{"exposure", display.exposure},
            {"whitePoint", display.whitePoint},
            {"toneMapping", name(display.toneMap)},
            {"view", name(display.view)}};
}

/// What the request says of how to render, instead of what the scene says.
void change(RenderSettings& settings, const json& fields) {
    if (const auto value = number(fields, "timeLimit")) settings.timeLimit = std::max(0.0, *value);
    if (const auto value = number(fields, "noiseTarget")) settings.noiseTarget = static_cast<float>(std::max(0.0, *value));
    if (const auto crop = fields.find("crop"); crop != fields.end() && crop->is_array() && crop->size() == 4) {
        double v[4];
        for (size_t i = 0; i < 4; ++i) v[i] = (*crop)[i].is_number() ? (*crop)[i].get<double>() : 0;
        const auto pixel = [](double x) { return static_cast<uint32_t>(std::clamp(x, 0.0, double{kMaxSide})); };
        settings.crop = {pixel(v[0]), pixel(v[1]), pixel(v[0] + v[2]), pixel(v[1] + v[3])};
    }
    if (const auto display = fields.find("display"); display != fields.end()) change(settings.display, *display);
}

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
    if (!found->second) return std::unexpected(found->second.error());
    return *found->second.value();
}

std::expected<SharedBytes, std::string> PageAssets::share(const std::string& path) {
    const auto found = files_.find(path);
    if (found == files_.end()) return std::unexpected("no such file");
    return found->second;
}

bool PageAssets::has(const std::string& path) {
    const auto found = files_.find(path);
    return found != files_.end() && found->second.has_value();
}

size_t PageAssets::bytes() const {
    size_t sum = 0;
    for (const auto& [path, file] : files_) sum += file ? (*file)->size() : 0;
    return sum;
}

void PageAssets::keepOnly(const std::vector<FileNames>& named) {
    std::unordered_set<std::string_view> keep;
    for (const auto& names : named) keep.insert(names.begin(), names.end());
    std::erase_if(files_, [&](const auto& file) { return !file.second || !keep.contains(file.first); });
}

struct Session::Header {
    std::string op;
    int32_t job = 0;
    json fields;
};

void Session::reject(int32_t job, const Diagnostics& diagnostics) { respond(rejectedResponse(job, diagnostics)); }

std::optional<SceneDesc> Session::load(const Header& header, std::string_view text) {
    const std::string integrator = stringOf(header.fields, "integrator");
    SceneOverrides overrides;
    overrides.samples = whole<uint32_t>(header.fields, "samples").value_or(0);
    overrides.seed = whole<uint32_t>(header.fields, "seed");
    overrides.frame = whole<uint32_t>(header.fields, "frame");
    overrides.integrator = integratorNamed(integrator);
    if (!integrator.empty() && !overrides.integrator) {
        std::string known;
        for (const auto kind : kIntegratorKinds) known += (known.empty() ? "\"" : ", \"") + std::string(name(kind)) + "\"";
        reject(header.job, {{.message = "there is no integrator \"" + integrator + "\"", .hint = "known are " + known}});
        return std::nullopt;
    }
    auto scene = loadScene(text, overrides);
    if (!scene) {
        reject(header.job, scene.error());
        return std::nullopt;
    }
    return std::move(*scene);
}

bool Session::askForAssets(int32_t job, const std::vector<FileNames>& needed) {
    json paths = json::array(), all = json::array();
    for (const auto& names : needed) {
        if (std::ranges::any_of(names, [&](const auto& name) { return assets_.has(name); })) continue;
        // One after the other, as those before turn out to be missing.
        const auto next = std::ranges::find_if(names, [&](const auto& name) { return !assets_.knows(name); });
        if (next == names.end()) continue;
        paths.push_back(*next);
        all.push_back(std::vector<std::string>(next, names.end()));
    }
    if (paths.empty()) return false;
    respond(dump({{"type", "needsAssets"}, {"job", job}, {"paths", paths}, {"names", all}}));
    return true;
}

void Session::open(const Header& header, std::span<const uint8_t> payload) {
    const std::string name = stringOf(header.fields, "name");
    if (!payload.empty()) assets_.put(name, {payload.begin(), payload.end()});
    const auto bytes = assets_.share(name);
    if (!bytes) return reject(header.job, {{.message = "\"" + name + "\" can't be read: " + bytes.error()}});
    if (askForAssets(header.job, filesOfModel(name, **bytes, assets_))) return;
    auto opened = openFile(name, **bytes, assets_);
    if (!opened) return reject(header.job, opened.error());
    const bool isScene = opened->kind == OpenedFile::Kind::kScene;
    const char* const kinds[] = {"scene", "model", "environment"};
    respond(dump({{"type", "opened"},
                  {"job", header.job},
                  {"kind", kinds[static_cast<size_t>(opened->kind)]},
                  {"text", isScene ? std::string((*bytes)->begin(), (*bytes)->end()) : opened->text},
                  {"warnings", toJson(opened->warnings)}}));
}

void Session::convert(const Header& header, std::string_view text) {
    const auto scene = load(header, text);
    if (!scene) return;
    const auto native = toNative(*scene);
    if (!native) return reject(header.job, native.error());
    respond(dump({{"type", "converted"},
                  {"job", header.job},
                  {"format", name(scene->format)},
                  {"text", raypool::toJson(*native)},
                  {"warnings", toJson(native->warnings)}}));
}

Session::Outcome Session::render(const Header& header, std::string_view text) {
    const auto begin = Clock::now();
    auto desc = load(header, text);
    if (!desc || askForAssets(header.job, neededFiles(*desc, assets_))) return {};
    Diagnostics warnings = desc->warnings;
    ThreadPool* const pool = helpers_.lend ? helpers_.lend(helpers_.context) : nullptr;
    auto scene = compileScene(*desc, assets_, warnings, pool);
    if (helpers_.giveBack) helpers_.giveBack(helpers_.context);
    assets_.keepOnly(neededFiles(*desc, assets_));
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
    const DisplaySettings own = scene->settings.display;
    change(scene->settings, header.fields);
    if (!helpers_.lend && scene->settings.noiseTarget > 0) {
        warnings.push_back({.severity = Severity::kWarning,
                            .message = "without threads the noise target is not watched: every pixel takes all samples"});
        scene->settings.noiseTarget = 0;
    }
    display_ = scene->settings.display;
    Outcome outcome;
    outcome.render = Render{header.job, std::make_shared<const RenderScene>(std::move(*scene)), {}};
    const RenderScene& made = *outcome.render->scene;
    json accepted = {{"type", "accepted"},
                     {"job", header.job},
                     {"format", name(desc->format)},
                     {"width", desc->width},
                     {"height", desc->height},
                     {"integrator", name(desc->integrator)},
                     {"samples", made.settings.samples},
                     {"seed", made.settings.seed},
                     {"timeLimit", made.settings.timeLimit},
                     {"noiseTarget", made.settings.noiseTarget},
                     {"display", toJson(display_)},
                     {"sceneDisplay", toJson(own)},
                     {"warnings", toJson(warnings)},
                     {"compileMs", compileMs},
                     {"bvhMs", made.bvhMs},
                     {"triangles", made.triangles}};
    if (desc->lastFrame > desc->firstFrame) {
        accepted["frame"] = desc->frame;
        accepted["frames"] = {desc->firstFrame, desc->lastFrame};
    }
    outcome.render->accepted = dump(accepted);
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
    Header header{stringOf(fields, "op"), whole<int32_t>(fields, "job").value_or(0), fields};
    if (header.op == "render" || header.op == "check") {
        return render(header, {reinterpret_cast<const char*>(payload.data()), payload.size()});
    }
    Outcome out;
    if (header.op == "open") {
        open(header, payload);
    } else if (header.op == "convert") {
        convert(header, {reinterpret_cast<const char*>(payload.data()), payload.size()});
    } else if (header.op == "asset") {
        const std::string path = stringOf(fields, "path");
        if (fields.contains("missing")) {
            assets_.putMissing(path, stringOf(fields, "missing"));
        } else if (fields.contains("forget")) {
            assets_.forget(path);
        } else {
            assets_.put(path, {payload.begin(), payload.end()});
        }
    } else if (header.op == "threads") {
        out.threads = std::max(1U, whole<uint32_t>(fields, "count").value_or(1));
    } else if (header.op == "more") {
        out.more = whole<uint32_t>(fields, "samples").value_or(0);
    } else if (header.op == "display") {
        change(display_, fields);
        out.display = display_;
    } else if (header.op == "encode") {
        out.encode = stringOf(fields, "kind");
    }
    return out;
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

Bytes encodeFilm(const Frame& frame, std::string_view kind) {
    if (frame.width() == 0) return {};
    if (kind == "hdr") return encodeHdr(frame.width(), frame.height(), frame.film());
    if (kind == "pfm") return encodePfm(frame.width(), frame.height(), frame.film());
    if (kind != "exr") return {};
    const size_t pixels = size_t{frame.width()} * frame.height();
    ExrImage image;
    image.width = frame.width();
    image.height = frame.height();
    for (size_t c = 0; c < 3; ++c) {
        ExrChannel channel{std::string(1, "RGB"[c]), std::vector<float>(pixels)};
        for (size_t i = 0; i < pixels; ++i) channel.values[i] = frame.film()[i * 3 + c];
        image.channels.push_back(std::move(channel));
    }
    return encodeExr(image);
}

std::string encodedResponse(std::string_view kind, const Bytes& file) {
    return dump({{"type", "encoded"},
                 {"kind", kind},
                 {"pointer", static_cast<uint32_t>(reinterpret_cast<uintptr_t>(file.data()))},
                 {"bytes", file.size()}});
}

}  // namespace raypool
