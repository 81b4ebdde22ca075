#include "raytracer/loaders/demo2018_native.h"

#include <cmath>
#include <numbers>

namespace raypool {
namespace {

constexpr double kLargestTaken = 1e9, kSmallestTaken = 1e-9;   // what the native format takes

bool isWithin(dvec3 v) { return std::fabs(v.x) <= kLargestTaken && std::fabs(v.y) <= kLargestTaken && std::fabs(v.z) <= kLargestTaken; }

class Converter {
public:
    explicit Converter(const SceneDesc& from) : from_(from) {}

    SceneDesc convert() {
        out_.format = SceneFormat::kNative;
        out_.integrator = IntegratorKind::kPath;
        out_.width = from_.width;
        out_.height = from_.height;
        out_.warnings = from_.warnings;
        NativeDesc& n = out_.native;
        n.display.toneMapping = ToneMapping::kLinear;   // the demo clamps and encodes
        n.environment.isDefault = false;
        n.environment.type = EnvironmentDesc::Type::kBlack;
        convertCamera();
        for (const auto& element : from_.classic.elements) convertElement(element);
        for (const auto& light : from_.classic.lights) convertLight(light);
        return std::move(out_);
    }

private:
    void warn(std::string message, std::string hint = {}) {
        out_.warnings.push_back({.severity = Severity::kWarning, .message = std::move(message), .hint = std::move(hint)});
    }

    void convertCamera() {
        CameraDesc& camera = out_.native.camera;
        camera.isDefault = false;
        camera.lookAt = LookAt{{0, 0, 0}, {0, 0, -1}, {0, 1, 0}};
        camera.keys = {{0, Affine64{}}};
        const double fov = from_.classic.fov;
        camera.yfov = std::isfinite(fov) ? std::min(std::max(fov, 0.001), 179.9) : 90;
        if (*camera.yfov != fov) warn("\"fov\" is taken as " + std::to_string(*camera.yfov), "0.001 to 179.9 degrees");
    }

    float share(float x, std::string_view name) {
        const float clamped = x > 0 ? std::min(x, 1.0F) : 0;   // NaN: 0
        if (clamped != x && !warnedOfRange_) {
            warnedOfRange_ = true;
            warn("\"" + std::string(name) + "\" is taken as " + (clamped > 0 ? "1" : "0"), "a share of the light, 0 to 1");
        }
        return clamped;
    }
    Rgb share(Rgb c, std::string_view name) { return {share(c.r, name), share(c.g, name), share(c.b, name)}; }

    Rgb colorOf(const ClassicMaterialDesc& m) {
        if (m.texture < 0) return share(m.color, "color");
        if (!warnedOfTexture_) {
            warnedOfTexture_ = true;
            Diagnostic warning = from_.classic.textures[static_cast<size_t>(m.texture)].place;
            warning.severity = Severity::kWarning;
            warning.message = "textures are shown in a plain colour by this integrator";
            warning.hint = "\"classic\" shows them";
            out_.warnings.push_back(std::move(warning));
        }
        return share(m.color, "color");
    }

    uint32_t add(MaterialDesc material) {
        out_.native.materials.push_back(std::move(material));
        return static_cast<uint32_t>(out_.native.materials.size() - 1);
    }

    MaterialDesc plain(auto model, bool twoSided) {
        MaterialDesc m;
        m.model = model;
        m.twoSided = twoSided;
        return m;
    }

    int32_t convertMaterial(const ClassicMaterialDesc& m, bool twoSided) {
        const Rgb color = colorOf(m);
        const MaterialDesc diffuse = plain(DiffuseDesc{color * share(m.albedo, "albedo"), 0}, twoSided);
        switch (m.surface) {
            case ClassicSurface::kDiffuse: return static_cast<int32_t>(add(diffuse));
            case ClassicSurface::kReflective: {
                ConductorDesc mirror;
                mirror.reflectance = Rgb{1, 1, 1};
                mirror.roughness = 0;
                const float reflectivity = share(m.reflectivity, "reflectivity");
                if (reflectivity == 1) return static_cast<int32_t>(add(plain(mirror, twoSided)));
                // A mix before its parts, as the reader has them.
                const uint32_t mix = add({});
                const uint32_t a = add(diffuse), b = add(plain(mirror, twoSided));
                out_.native.materials[mix] = plain(MixDesc{a, b, reflectivity}, true);
                return static_cast<int32_t>(mix);
            }
            case ClassicSurface::kRefractive: {
                DielectricDesc glass;
                glass.ior = m.index > 1e-3F && m.index < 100 ? m.index : 1;
                if (glass.ior != m.index) warn("an \"index\" is taken as 1", "0.001 to 100");
                glass.color = color * share(m.transparency, "transparency");
                return static_cast<int32_t>(add(plain(glass, twoSided)));
            }
        }
        return kInherit;
    }

    void convertElement(const ElementDesc& element) {
        ObjectDesc object;
        bool isPlane = false;
        if (const auto* sphere = std::get_if<SphereDesc>(&element.shape)) {
            const double radius = std::fabs(sphere->radius);
            if (!isWithin(sphere->center) || !(radius >= kSmallestTaken && radius <= kLargestTaken)) {
                warn("a sphere of no size, or beyond all measure, is left out");
                return;
            }
            object.shape = SphereShape{sphere->center, radius};
        } else {
            const auto& plane = std::get<PlaneDesc>(element.shape);
            if (!isWithin(plane.origin) || !(glm::length(plane.normal) > 0.5)) {
                warn("a plane without a direction, or beyond all measure, is left out");
                return;
            }
            object.shape = PlaneShape{plane.origin, -plane.normal};   // seen along the demo's normal
            isPlane = true;
        }
        object.material = convertMaterial(element.material, !isPlane);
        out_.native.roots.push_back(static_cast<uint32_t>(out_.native.objects.size()));
        out_.native.objects.push_back(std::move(object));
    }

    void convertLight(const LightDesc& from) {
        PunctualLightDesc light;
        const auto positive = [](float x) { return x > 0 ? std::min(x, static_cast<float>(kLargestTaken)) : 0.0F; };
        light.color = {positive(from.color.r), positive(from.color.g), positive(from.color.b)};
        const float intensity = positive(from.intensity);
        bool isGood = intensity == from.intensity && light.color == from.color;
        if (const auto* spherical = std::get_if<SphericalLightDesc>(&from.kind)) {
            light.position = spherical->position;
            light.intensity = intensity / static_cast<float>(4 * std::numbers::pi);
            isGood = isGood && isWithin(light.position);
        } else {
            light.type = PunctualLightDesc::Type::kDirectional;
            light.direction = std::get<DirectionalLightDesc>(from.kind).direction;
            light.irradiance = intensity;
            const double n2 = glm::dot(light.direction, light.direction);
            isGood = isGood && n2 > 0.5;
            if (std::fabs(n2 - 1) > 1e-14) light.direction /= std::sqrt(n2);
        }
        if (isGood) {
            out_.native.lights.push_back(light);
        } else {
            warn("a light whose numbers make no physical sense is left out", "finite, not negative");
        }
    }

    const SceneDesc& from_;
    SceneDesc out_;
    bool warnedOfTexture_ = false, warnedOfRange_ = false;
};

}  // namespace

Result<SceneDesc> toNative(const SceneDesc& scene) {
    if (scene.format != SceneFormat::kDemo2018) {
        SceneDesc out = scene;
        out.format = SceneFormat::kNative;
        return out;
    }
    return Converter(scene).convert();
}

}  // namespace raypool
