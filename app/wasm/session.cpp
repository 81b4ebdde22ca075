#include "app/wasm/session.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>

#include "app/wasm/messages.h"

namespace raypool {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

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
    if (opened->model) models_.put(name, *bytes, std::move(*opened->model));
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

/// A scene and what it was compiled from, so that the next text may find that nothing but the view has changed.
struct Session::Compiled {
    SceneDesc desc;
    std::shared_ptr<RenderScene> scene;
    Diagnostics warnings;        // of compiling
    uint64_t assetChanges = 0;   // as they were then
};

Session::Render::Render() = default;
Session::Render::~Render() = default;
Session::Session() = default;
Session::Session(Helpers helpers) : helpers_(helpers) {}
Session::~Session() = default;

/// Can what is compiled be rendered for this text as well?
bool Session::serves(SceneDesc& desc) {
    return compiled_ && compiled_->assetChanges == assetChanges_ && haveSameContent(compiled_->desc, desc);
}

/// What the request says, instead of the scene.
void Session::finishView(const Header& header, SceneView& view, Diagnostics& warnings) const {
    change(view.settings, header.fields);
    if (!helpers_.lend && view.settings.noiseTarget > 0) {
        warnings.push_back({.severity = Severity::kWarning,
                            .message = "without threads the noise target is not watched: every pixel takes all samples"});
        view.settings.noiseTarget = 0;
    }
}

Session::Outcome Session::render(const Header& header, std::string_view text) {
    const auto begin = Clock::now();
    auto desc = load(header, text);
    if (!desc) return {};
    const SceneFormat format = desc->format;
    auto render = std::make_unique<Render>();
    render->job = header.job;
    Diagnostics warnings = desc->warnings;
    const RenderScene* content = nullptr;
    const bool reused = serves(*desc);
    if (reused) {
        content = compiled_->scene.get();
        render->view = compileView(*desc, *content);
        for (auto& each : relocated(compiled_->warnings, text)) warnings.push_back(std::move(each));
        render->desc = std::make_unique<SceneDesc>(std::move(*desc));
    } else {
        if (askForAssets(header.job, neededFiles(*desc, assets_))) return {};
        Diagnostics found;
        ThreadPool* const pool = helpers_.lend ? helpers_.lend(helpers_.context) : nullptr;
        auto scene = compileScene(*desc, assets_, found, pool, {compiled_ ? compiled_->scene.get() : nullptr, &models_, true});
        if (helpers_.giveBack) helpers_.giveBack(helpers_.context);
        assets_.keepOnly(neededFiles(*desc, assets_));
        if (!scene) {
            reject(header.job, scene.error());
            return {};
        }
        warnings.insert(warnings.end(), found.begin(), found.end());
        render->fresh = std::make_unique<Compiled>();
        render->fresh->scene = std::make_shared<RenderScene>(std::move(*scene));
        render->fresh->warnings = std::move(found);
        render->fresh->assetChanges = assetChanges_;
        render->fresh->desc = std::move(*desc);
        content = render->fresh->scene.get();
        render->view = *content;
    }
    const double compileMs = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    if (header.op == "check") {
        respond(dump({{"type", "checked"}, {"job", header.job}, {"format", name(format)}, {"warnings", toJson(warnings)}}));
        return {};
    }
    const DisplaySettings own = render->view.settings.display;
    finishView(header, render->view, warnings);
    render->compileMs = compileMs;
    render->accepted = acceptedResponse(header.job, render->fresh ? render->fresh->desc : *render->desc, render->view, own, *content, warnings,
                                        compileMs, reused);
    Outcome outcome;
    outcome.render = std::move(render);
    return outcome;
}

/// The scene in hand through another camera. Samples and the like are the request's.
Session::Outcome Session::look(const Header& header, std::string_view camera) {
    const auto begin = Clock::now();
    if (!compiled_ || compiled_->desc.format == SceneFormat::kDemo2018) {
        reject(header.job, {{.message = "there is no scene whose camera could be moved"}});
        return {};
    }
    auto parsed = loadScene("{\"raypool\":1,\"camera\":" + std::string(camera) + "}");
    if (!parsed) {
        reject(header.job, parsed.error());
        return {};
    }
    CameraDesc& own = compiled_->desc.native.camera;
    CameraDesc& wanted = parsed->native.camera;
    wanted.shutterOpen = own.shutterOpen;
    wanted.shutterClose = own.shutterClose;
    std::swap(own, wanted);
    auto render = std::make_unique<Render>();
    render->job = header.job;
    render->view = compileView(compiled_->desc, *compiled_->scene);
    const DisplaySettings display = render->view.settings.display;
    if (const auto samples = whole<uint32_t>(header.fields, "samples"); samples && *samples > 0) render->view.settings.samples = *samples;
    Diagnostics warnings;
    finishView(header, render->view, warnings);
    render->compileMs = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    render->accepted = acceptedResponse(header.job, compiled_->desc, render->view, display, *compiled_->scene, {},
                                        render->compileMs, true);
    Outcome outcome;
    outcome.render = std::move(render);
    return outcome;
}

std::shared_ptr<const RenderScene> Session::begin(Render& render) {
    if (render.fresh) {
        compiled_ = std::move(render.fresh);
        // What the 2018 demo's scenes are made of is never compared.
        if (compiled_->desc.format == SceneFormat::kDemo2018) compiled_->desc = {};
    } else {
        compiled_->scene->bvhMs = 0;
    }
    if (render.desc) compiled_->desc = std::move(*render.desc);
    RenderScene& scene = *compiled_->scene;
    static_cast<SceneView&>(scene) = std::move(render.view);
    scene.compileMs = render.compileMs;
    display_ = scene.settings.display;
    shown_ = compiled_->scene;
    return shown_;
}

std::string Session::picked(const PickRequest& request, const Frame& frame) const {
    json out = {{"type", "picked"}, {"id", request.id}, {"hit", nullptr}, {"film", nullptr}};
    if (!shown_) return dump(out);
    if (const auto pick = pickAt(*shown_, request.place)) {
        json hit = {{"point", toJson(dvec3(pick->point))}, {"normal", toJson(dvec3(pick->normal))},
                    {"distance", pick->distance},          {"depth", pick->depth},
                    {"objectId", pick->objectId},          {"materialId", pick->materialId}};
        if (const auto& pointer = shown_->pointers.ofObject(pick->objectId); !pointer.empty()) hit["pointer"] = pointer;
        if (const auto& pointer = shown_->pointers.ofMaterial(pick->materialId); !pointer.empty()) hit["material"] = pointer;
        out["hit"] = std::move(hit);
    }
    out["bvhCost"] = bvhCostAt(*shown_, request.place);
    const auto x = static_cast<uint32_t>(std::max(0.0F, request.place.x)), y = static_cast<uint32_t>(std::max(0.0F, request.place.y));
    const Film& film = frame.samples();
    if (x >= frame.width() || y >= frame.height() || !frame.isDone(x, y)) return dump(out);
    const size_t pixel = frame.index(x, y);
    json values = {{"color", toJson(frame.radiance(x, y))}, {"samples", film.count(pixel)}};
    if (film.hasSums() && film.count(pixel) > 1) values["error"] = std::sqrt(std::max(0.0, film.luminanceVariance(pixel)));
    if (film.hasFeatures()) {
        values["albedo"] = toJson(film.albedo(pixel));
        values["normal"] = toJson(dvec3(film.normal(pixel)));
        values["depth"] = film.depth(pixel);
    }
    out["film"] = std::move(values);
    return dump(out);
}

std::string Session::outlined(const OutlineRequest& request, ThreadPool* pool) const {
    std::string path;
    if (shown_ && !request.pointer.empty()) {
        constexpr uint32_t kMaxCells = 1U << 18;   // some tens of milliseconds; finer than a line is wide
        const Mask mask = visibleMask(*shown_, shown_->pointers.objectsWithin(request.pointer), kMaxCells, pool);
        if (mask.width > 0) path = outlinePath(mask, double(shown_->width) / mask.width, double(shown_->height) / mask.height);
    }
    return dump({{"type", "outlined"}, {"id", request.id}, {"path", path}});
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
    if (header.op == "camera") {
        return look(header, {reinterpret_cast<const char*>(payload.data()), payload.size()});
    }
    if (header.op == "open") {
        open(header, payload);
    } else if (header.op == "convert") {
        convert(header, {reinterpret_cast<const char*>(payload.data()), payload.size()});
    } else if (header.op == "asset") {
        const std::string path = stringOf(fields, "path");
        ++assetChanges_;
        models_.clear();
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
        out.encodeDenoised = fields.contains("denoised") && fields["denoised"] == true;
    } else if (header.op == "pick") {
        const auto at = [&](const char* key) { return static_cast<float>(number(fields, key).value_or(-1)); };
        out.pick = PickRequest{whole<int32_t>(fields, "id").value_or(0), {at("x"), at("y")}};
    } else if (header.op == "outline") {
        out.outline = OutlineRequest{whole<int32_t>(fields, "id").value_or(0), stringOf(fields, "pointer")};
    }
    return out;
}

}  // namespace raypool
