// Any text as a scene of tray_rust, at frames of its animation: what is read is a native scene that holds together, and reads
// back the same; else every problem has its place.
#include <cmath>
#include <cstdlib>

#include "raytracer/loaders/load_scene.h"
#include "raytracer/loaders/tray_rust.h"
#include "raytracer/scene/native_checks.h"
#include "raytracer/scene/native_writer.h"
#include "raytracer/scene/scene_assets.h"

namespace {

using namespace raypool;

void require(bool condition) {
    if (!condition) std::abort();
}

void check(const Result<SceneDesc>& scene) {
    if (!scene) {
        require(!scene.error().empty());
        for (const auto& problem : scene.error()) require(!problem.message.empty() && problem.line >= 1 && problem.column >= 1);
        return;
    }
    const NativeDesc& native = scene->native;
    require(!checkReferences(native));
    for (const auto& object : native.objects) {
        for (const auto& key : object.keys) require(key.transform.determinant() != 0 && std::isfinite(key.transform.t.x));
    }
    assetsOf(*scene);
    const auto again = loadScene(toJson(*scene));
    require(again.has_value() && again->native == native);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto document = JsonDocument::parse({reinterpret_cast<const char*>(data), size});
    if (!document) return 0;   // the target of scenes has all texts
    for (const uint32_t frame : {0U, 7U}) {
        SceneOverrides overrides;
        if (frame > 0) overrides.frame = frame;
        check(loadTrayRust(*document, overrides));
    }
    return 0;
}
