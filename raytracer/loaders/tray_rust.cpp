#include "raytracer/loaders/tray_rust.h"

#include <algorithm>
#include <cmath>

#include "raytracer/loaders/tray_rust_reader.h"
#include "raytracer/scene/native_checks.h"

namespace raypool {
namespace {

/// tray_rust's camera looks along +z with x to the right; a native one along -z.
constexpr Affine64 kForward{{1, 0, 0}, {0, 1, 0}, {0, 0, -1}, {0, 0, 0}};

}  // namespace

Result<SceneDesc> TrayRustReader::read() {
    scene_.format = SceneFormat::kTrayRust;
    scene_.integrator = IntegratorKind::kPath;
    native_.environment.isDefault = false;
    native_.environment.type = EnvironmentDesc::Type::kBlack;
    native_.display.toneMapping = ToneMapping::kLinear;
    if (reader_.expectObject(0, "a scene")) {
        warnUnknown(0, "a scene", {"film", "camera", "cameras", "integrator", "textures", "materials", "objects"});
        readFilm();
        readCameras();
        readIntegrator();
        readTextures();
        readMaterials();
        const JsonId objects = required(0, "objects");
        if (objects != kNoJson) readObjects(objects, native_.roots, {}, 0);
        if (objects != kNoJson && !shines_ && scene_.integrator == IntegratorKind::kPath) reader_.warn(objects, "nothing gives off light: the picture will be black");
    }
    if (reader_.problems().empty()) {
        if (auto problem = checkReferences(native_)) reader_.add(std::move(*problem));
    }
    if (!reader_.problems().empty()) return std::unexpected(std::move(reader_.problems()));
    scene_.warnings = std::move(reader_.warnings());
    return std::move(scene_);
}

void TrayRustReader::readFilm() {
    const JsonId film = required(0, "film");
    if (film == kNoJson || !reader_.expectObject(film, "\"film\"")) return;
    warnUnknown(film, "a film", {"width", "height", "samples", "start_frame", "end_frame", "frames", "scene_time", "filter"});
    const auto side = [&](std::string_view name, uint32_t instead, uint32_t& out) {
        if (instead != 0) {
            out = instead;
        } else {
            reader_.integer(film, name, out, 1, kMaxSide);
        }
    };
    side("width", overrides_.width, scene_.width);
    side("height", overrides_.height, scene_.height);
    if (uint64_t{scene_.width} * scene_.height > kMaxPixels) {
        reader_.error(film, "a picture of " + std::to_string(scene_.width) + " x " + std::to_string(scene_.height) + " pixels is too large",
                      "at most " + std::to_string(kMaxPixels) + " pixels");
    }
    RenderDesc& render = native_.render;
    reader_.integer(film, "samples", render.samples, 1, 1U << 24);
    if (overrides_.samples != 0) render.samples = overrides_.samples;
    if (overrides_.seed) render.seed = *overrides_.seed;
    readFilter(film);
    chooseFrame(film);
}

void TrayRustReader::readFilter(JsonId film) {
    const JsonId filter = required(film, "filter");
    if (filter == kNoJson || !reader_.expectObject(filter, "\"filter\"")) return;
    const auto type = kind(filter, "a filter", {"mitchell_netravali", "gaussian"});
    double width = 2, height = 2;
    const bool good = allOf({number(filter, "width", 1e-3, 1e3, width), number(filter, "height", 1e-3, 1e3, height)});
    if (type == "mitchell_netravali") {
        warnUnknown(filter, "a filter", {"type", "width", "height", "b", "c"});
        native_.render.filter.type = FilterShape::kMitchell;
        double b = 0, c = 0;
        const bool hasShape = allOf({number(filter, "b", -10, 10, b), number(filter, "c", -10, 10, c)});
        if (hasShape && (std::fabs(b - 1.0 / 3) > 1e-3 || std::fabs(c - 1.0 / 3) > 1e-3)) {
            reader_.warn(filter, "Mitchell and Netravali's filter has b = c = 1/3 here, whatever \"b\" and \"c\" are");
        }
    } else if (type == "gaussian") {
        warnUnknown(filter, "a filter", {"type", "width", "height", "alpha"});
        native_.render.filter.type = FilterShape::kGaussian;
        double alpha = 0;
        if (number(filter, "alpha", 1e-6, 1e6, alpha) && std::fabs(alpha - 2) > 1e-3) {
            reader_.warn(filter, "the Gaussian has a standard deviation of half a pixel here, which is \"alpha\": 2");
        }
    }
    if (good && width != height) reader_.warn(filter, "filters are as high as they are wide here: the larger of both counts");
    if (std::max(width, height) > 8) reader_.warn(filter, "filters reach 8 pixels at most here");
    native_.render.filter.radius = static_cast<float>(std::min(std::max(width, height), 8.0));
}

void TrayRustReader::chooseFrame(JsonId film) {
    constexpr uint32_t kMostFrames = 100000000;
    uint32_t frames = 1;
    double sceneTime = 0;
    bool good = reader_.integer(film, "frames", frames, 1, kMostFrames);
    good = reader_.integer(film, "start_frame", scene_.firstFrame, 0, kMostFrames) && good;
    good = reader_.integer(film, "end_frame", scene_.lastFrame, 0, kMostFrames) && good;
    good = number(film, "scene_time", 0, 1e6, sceneTime) && good;
    if (!good) return;
    if (scene_.lastFrame < scene_.firstFrame) {
        reader_.error(document_.member(film, "end_frame"), "\"end_frame\" is before \"start_frame\"", "at least " + std::to_string(scene_.firstFrame));
        return;
    }
    scene_.frame = overrides_.frame.value_or(scene_.firstFrame);
    if (scene_.frame < scene_.firstFrame || scene_.frame > scene_.lastFrame) {
        reader_.error(film, "there is no frame " + std::to_string(scene_.frame),
                      "frames " + std::to_string(scene_.firstFrame) + " to " + std::to_string(scene_.lastFrame));
        return;
    }
    const double step = sceneTime / frames;
    if (!((scene_.frame + 1.0) * step <= 1e6)) {
        reader_.error(film, "frame " + std::to_string(scene_.frame) + " comes after more than a million seconds");
        return;
    }
    frame_.index = scene_.frame;
    frame_.start = frame_.open = frame_.close = scene_.frame * step;
    frame_.end = (scene_.frame + 1.0) * step;
}

void TrayRustReader::readCameras() {
    const JsonId single = optional(0, "camera"), list = optional(0, "cameras");
    if (single == kNoJson && list == kNoJson) {
        required(0, "camera");
        return;
    }
    if (single != kNoJson && list != kNoJson) reader_.warn(single, "\"cameras\" count, this \"camera\" does not");
    if (list == kNoJson) {
        readCamera(single, native_.camera);
        return;
    }
    // Of those that are active already the one that became so last; before all of them, the first.
    uint32_t best = 0;
    bool hasCamera = false;
    JsonId chosen = kNoJson;
    forEach(list, "cameras", [&](JsonId node) {
        if (!reader_.expectObject(node, "a camera")) return;
        uint32_t activeAt = 0;
        if (optional(node, "active_at") != kNoJson) reader_.integer(node, "active_at", activeAt, 0, 100000000);
        const bool isActive = activeAt <= scene_.frame, wasActive = hasCamera && best <= scene_.frame;
        const bool isBetter = !hasCamera || (isActive ? !wasActive || activeAt >= best : !wasActive && activeAt < best);
        if (isBetter) best = activeAt, chosen = node;
        hasCamera = true;
    });
    if (!hasCamera) {
        if (document_[list].type == JsonType::kArray) reader_.error(list, "\"cameras\" is empty");
        return;
    }
    readCamera(chosen, native_.camera);
    if (best > scene_.frame) reader_.warn(chosen, "no camera is active yet in frame " + std::to_string(scene_.frame) + "; this one is taken");
}

void TrayRustReader::readCamera(JsonId node, CameraDesc& camera) {
    if (!reader_.expectObject(node, "a camera")) return;
    warnUnknown(node, "a camera", {"fov", "fov_knots", "fov_spline_degree", "shutter_size", "active_at", "keyframes", "transform", "position", "target", "up"});
    camera.place = placeOf(node);
    camera.isDefault = false;
    double shutter = 0.5;
    if (const JsonId size = optional(node, "shutter_size"); size != kNoJson) value(size, "shutter_size", 0, 1, shutter);
    // Whatever is read later moves in this time.
    frame_.close = frame_.open + shutter * (frame_.end - frame_.start);
    camera.shutterOpen = static_cast<float>(frame_.open);
    camera.shutterClose = static_cast<float>(frame_.close);

    // The angle is that of the shorter side.
    (scene_.width >= scene_.height ? camera.yfov : camera.xfov) = readFov(node);
    bool isThere = false;
    camera.keys = readPoses(node, isThere);
    if (!isThere) {
        if (optional(node, "position") == kNoJson && optional(node, "target") == kNoJson) {
            reader_.error(node, "missing field \"transform\"", "\"transform\": [] looks along +z from the origin; \"keyframes\", or \"position\", \"target\" and \"up\", do as well");
            return;
        }
        if (const auto view = readLookAt(node)) camera.keys = {{0, *view}};
    }
    if (camera.keys.empty()) camera.keys.push_back({});
    for (auto& key : camera.keys) key.transform = key.transform * kForward;
}

double TrayRustReader::readFov(JsonId node) {
    constexpr double kLeast = 0.001, kMost = 179.9;
    double fov = 40;
    const JsonId at = required(node, "fov");
    if (at == kNoJson) return fov;
    if (document_[at].type != JsonType::kArray) {
        value(at, "fov", kLeast, kMost, fov);
        return fov;
    }
    TraySpline<double> spline;
    double degree = 0;
    if (!allOf({numberList(node, "fov", spline.points), numberList(node, "fov_knots", spline.knots), number(node, "fov_spline_degree", 0, 16, degree)})) return fov;
    spline.degree = static_cast<size_t>(degree);
    if (!checkSpline(at, spline.points.size(), spline.knots, degree)) return fov;
    fov = spline.at(frame_.middle());
    if (fov >= kLeast && fov <= kMost) return fov;
    reader_.error(at, "\"fov\" is " + std::to_string(fov) + " in frame " + std::to_string(scene_.frame), "0.001 to 179.9");
    return 40;
}

/// As tray_rust makes it: x goes to cross(direction, up), which is the right hand's side, so that the picture is not mirrored
/// as those of cameras with a transform are.
std::optional<Affine64> TrayRustReader::readLookAt(JsonId node) {
    dvec3 position(0), target(0, 0, 1), up(0, 1, 0);
    if (!allOf({vector(node, "position", position), vector(node, "target", target), vector(node, "up", up)})) return std::nullopt;
    const dvec3 way = target - position, right = glm::cross(way, up);
    const double distance = glm::length(way), sine = glm::length(right);
    if (!(distance > 0) || !(sine > 1e-9 * distance * glm::length(up))) {
        reader_.error(node, "the camera looks nowhere", "a \"target\" apart from \"position\", not along \"up\"");
        return std::nullopt;
    }
    const dvec3 z = way / distance, x = right / sine;
    return Affine64{x, glm::cross(x, z), z, position};
}

void TrayRustReader::readIntegrator() {
    const JsonId integrator = required(0, "integrator");
    if (integrator == kNoJson || !reader_.expectObject(integrator, "\"integrator\"")) return;
    const auto type = kind(integrator, "an integrator", {"pathtracer", "whitted", "normals_debug"});
    RenderDesc& render = native_.render;
    if (type == "pathtracer") {
        warnUnknown(integrator, "a path tracer", {"type", "min_depth", "max_depth"});
        reader_.integer(integrator, "min_depth", render.rrDepth, 0, 4096);
        reader_.integer(integrator, "max_depth", render.maxDepth, 0, 4096);
    } else if (type == "whitted") {
        warnUnknown(integrator, "Whitted's integrator", {"type", "min_depth", "max_depth"});
        // Its code reads the one, its documentation names the other.
        reader_.integer(integrator, optional(integrator, "max_depth") != kNoJson ? "max_depth" : "min_depth", render.maxDepth, 0, 4096);
        reader_.warn(integrator, "Whitted's integrator is not here: light goes all its ways");
    } else if (type == "normals_debug") {
        warnUnknown(integrator, "the view of normals", {"type"});
        scene_.integrator = IntegratorKind::kNormal;
    }
    if (!overrides_.integrator) return;
    scene_.integrator = *overrides_.integrator;
    if (scene_.integrator == IntegratorKind::kClassic) {
        reader_.error(integrator, "integrator \"classic\" can't render this scene", "it is for scenes of the 2018 demo");
    }
}

bool looksLikeTrayRust(const JsonDocument& document) {
    if (document[0].type != JsonType::kObject) return false;
    const auto has = [&](std::string_view key) { return document.member(0, key) != kNoJson; };
    return has("film") && (has("camera") || has("cameras") || has("objects"));
}

Result<SceneDesc> loadTrayRust(const JsonDocument& document, const SceneOverrides& overrides) {
    return TrayRustReader(document, overrides).read();
}

}  // namespace raypool
