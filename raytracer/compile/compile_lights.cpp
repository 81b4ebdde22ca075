#include "raytracer/compile/compile_native.h"
#include "raytracer/core/elementary.h"
#include "raytracer/image/codec.h"

namespace raypool {
namespace {

/// IEC 61966-2-1, to linear.
float fromSrgb(uint8_t byte) {
    const float c = static_cast<float>(byte) / 255;
    return c <= 0.04045F ? c / 12.92F : pow((c + 0.055F) / 1.055F, 2.4F);
}

std::shared_ptr<const ImageF> readEnvironment(NativeCompiler& compiler, const EnvironmentDesc& desc) {
    const auto bytes = compiler.assets.read(desc.path);
    if (!bytes) {
        compiler.problems.push_back(desc.place.problem("the environment map \"" + desc.path + "\" can't be read: " + bytes.error()));
        return nullptr;
    }
    std::string reason;
    auto image = std::make_shared<ImageF>();
    if (isLinearPicture(*bytes)) {
        auto linear = decodeImageF(*bytes);
        if (linear) {
            *image = std::move(*linear);
        } else {
            reason = linear.error();
        }
    } else if (auto display = decodeImage8(*bytes)) {
        float table[256];
        for (int i = 0; i < 256; ++i) table[i] = fromSrgb(static_cast<uint8_t>(i));
        image->width = display->width;
        image->height = display->height;
        image->channels = display->channels;
        image->data.reserve(display->data.size());
        for (const uint8_t byte : display->data) image->data.push_back(table[byte]);
    } else {
        reason = display.error();
    }
    if (!reason.empty()) {
        compiler.problems.push_back(desc.place.problem("the environment map \"" + desc.path + "\" can't be used: " + reason));
        return nullptr;
    }
    return image;
}

EnvironmentLightDesc environmentOf(NativeCompiler& compiler) {
    const EnvironmentDesc& desc = compiler.native().environment;
    EnvironmentLightDesc out;
    out.radiance = grey(desc.intensity);
    switch (desc.type) {
        case EnvironmentDesc::Type::kBlack: out.kind = EnvironmentKind::kBlack; break;
        case EnvironmentDesc::Type::kConstant:
            out.kind = EnvironmentKind::kConstant;
            out.radiance = desc.color * desc.intensity;
            break;
        case EnvironmentDesc::Type::kGradient:
            out.kind = EnvironmentKind::kGradient;
            out.zenith = desc.zenith;
            out.horizon = desc.horizon;
            out.ground = desc.ground;
            break;
        case EnvironmentDesc::Type::kSky: {
            out.kind = EnvironmentKind::kSky;
            const SinCos elevation = sinCos(radians(desc.sunElevation)), azimuth = sinCos(radians(desc.sunAzimuth));
            out.sunDirection = {elevation.cos * azimuth.sin, elevation.sin, -elevation.cos * azimuth.cos};
            out.turbidity = desc.turbidity;
            out.groundAlbedo = desc.groundAlbedo;
            out.sunDisk = desc.sunDisk;
            break;
        }
        case EnvironmentDesc::Type::kImage:
            out.kind = EnvironmentKind::kImage;
            out.image = readEnvironment(compiler, desc);
            out.misCompensation = true;   // a third less variance with the studio map that was tried; none to gain elsewhere
            if (!out.image) out.kind = EnvironmentKind::kBlack;
            break;
    }
    const SinCos turn = sinCos(radians(desc.rotation));
    out.rotationX = {turn.cos, 0, -turn.sin};
    out.rotationY = {0, 1, 0};
    out.rotationZ = {turn.sin, 0, turn.cos};
    return out;
}

PunctualDesc punctualOf(const PunctualLightDesc& desc) {
    PunctualDesc out;
    out.position = vec3(desc.position);
    out.direction = vec3(desc.direction);
    out.intensity = desc.color * (desc.type == PunctualLightDesc::Type::kDirectional ? desc.irradiance : desc.intensity);
    switch (desc.type) {
        case PunctualLightDesc::Type::kPoint: out.kind = PunctualKind::kPoint; break;
        case PunctualLightDesc::Type::kSpot: out.kind = PunctualKind::kSpot; break;
        case PunctualLightDesc::Type::kDirectional: out.kind = PunctualKind::kDirectional; break;
    }
    out.innerAngle = radians(desc.innerConeAngle);
    out.outerAngle = radians(desc.outerConeAngle);
    out.angularDiameter = radians(desc.angle);
    return out;
}

}  // namespace

void compileLights(NativeCompiler& compiler) {
    LightSetDesc lights;
    lights.areas = std::move(compiler.areaLights);
    for (const auto& light : compiler.native().lights) lights.punctuals.push_back(punctualOf(light));
    lights.environment = environmentOf(compiler);
    switch (compiler.native().render.lightSelection) {
        case LightChoice::kTree: lights.selection = LightSelection::kTree; break;
        case LightChoice::kPower: lights.selection = LightSelection::kPower; break;
        case LightChoice::kUniform: lights.selection = LightSelection::kUniform; break;
    }
    compiler.out.environmentVisible = compiler.native().environment.visibleToCamera;
    if (compiler.problems.empty()) compiler.out.lights = LightSet(lights, compiler.out.geometry);
}

}  // namespace raypool
