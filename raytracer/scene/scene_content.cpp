#include "raytracer/scene/scene_content.h"

#include <tuple>
#include <utility>

namespace raypool {
namespace {

/// All that is no content. Taken out and put back, so that whatever the description gets besides counts as content.
auto exchangeView(NativeDesc& scene, std::tuple<std::string, std::string, std::string, RenderDesc, DisplayDesc, CameraDesc>& view) {
    auto& [title, description, credits, render, display, camera] = view;
    std::swap(scene.title, title);
    std::swap(scene.description, description);
    std::swap(scene.credits, credits);
    std::swap(scene.render, render);
    std::swap(scene.display, display);
    std::swap(scene.camera, camera);
}

}  // namespace

bool haveSameContent(SceneDesc& a, SceneDesc& b) {
    if (a.format == SceneFormat::kDemo2018 || a.format != b.format) return false;
    const CameraDesc &ca = a.native.camera, &cb = b.native.camera;
    if (ca.shutterOpen != cb.shutterOpen || ca.shutterClose != cb.shutterClose) return false;
    const RenderDesc &ra = a.native.render, &rb = b.native.render;
    if (ra.lightSelection != rb.lightSelection || ra.bvhBuild != rb.bvhBuild) return false;
    std::tuple<std::string, std::string, std::string, RenderDesc, DisplayDesc, CameraDesc> viewA, viewB;
    exchangeView(a.native, viewA);
    exchangeView(b.native, viewB);
    const bool same = a.native == b.native;
    exchangeView(a.native, viewA);
    exchangeView(b.native, viewB);
    return same;
}

}  // namespace raypool
