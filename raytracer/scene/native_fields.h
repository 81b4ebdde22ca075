// The format "raypool": 1, every field of it, once: name, unit, range, default (that of the struct), one sentence.
#pragma once
#include <array>

#include "raytracer/core/kinds.h"
#include "raytracer/scene/fields.h"

namespace raypool {

/// RenderDesc with what a SceneDesc keeps at its top.
struct RenderFields : RenderDesc {
    uint32_t width = 800, height = 600;
    IntegratorKind integrator = IntegratorKind::kPath;
};
/// The root of a text; the rest of it is Fields::scene().
struct SceneFields {
    RenderFields render;
};

/// One step of a transform.
struct RotateFields {
    dvec3 axis{0, 1, 0};
    double angle = 0;
    std::array<double, 4> quaternion() const;
};
struct LookAtFields {
    dvec3 eye{0}, target{0, 0, -1}, up{0, 1, 0};
};
struct TransformFields {
    std::optional<dvec3> translate, scale;
    std::optional<RotateFields> rotate;
    std::array<double, 4> rotation{0, 0, 0, 1};
    bool hasRotation = false;
    std::optional<Affine64> matrix;
    std::optional<LookAtFields> lookAt;

    /// T R S, or the matrix, or the view.
    Affine64 compose() const;
};
/// A transform at a time.
struct KeyframeFields {
    float time = 0;
    std::vector<TransformKey> keys;   // one
};

#define RAYPOOL_DESCRIBED(T)                      \
    template <>                                   \
    struct Type<T> {                              \
        static const TypeInfo info;               \
        static void describe(Fields& f, T& value); \
    }
RAYPOOL_DESCRIBED(SceneFields);
RAYPOOL_DESCRIBED(RenderFields);
RAYPOOL_DESCRIBED(FilterDesc);
RAYPOOL_DESCRIBED(DisplayDesc);
RAYPOOL_DESCRIBED(CameraDesc);
RAYPOOL_DESCRIBED(EnvironmentDesc);
RAYPOOL_DESCRIBED(MediumDesc);
RAYPOOL_DESCRIBED(TextureDesc);
RAYPOOL_DESCRIBED(ImageTextureDesc);
RAYPOOL_DESCRIBED(CheckerTextureDesc);
RAYPOOL_DESCRIBED(GradientTextureDesc);
RAYPOOL_DESCRIBED(NoiseTextureDesc);
RAYPOOL_DESCRIBED(MandelbrotTextureDesc);
RAYPOOL_DESCRIBED(VertexColorTextureDesc);
RAYPOOL_DESCRIBED(ProductTextureDesc);
RAYPOOL_DESCRIBED(BlendTextureDesc);
RAYPOOL_DESCRIBED(MaterialDesc);
RAYPOOL_DESCRIBED(OpenPbrDesc);
RAYPOOL_DESCRIBED(DiffuseDesc);
RAYPOOL_DESCRIBED(ConductorDesc);
RAYPOOL_DESCRIBED(DielectricDesc);
RAYPOOL_DESCRIBED(MixDesc);
RAYPOOL_DESCRIBED(InterfaceDesc);
RAYPOOL_DESCRIBED(MeasuredDesc);
RAYPOOL_DESCRIBED(ObjectDesc);
RAYPOOL_DESCRIBED(SphereShape);
RAYPOOL_DESCRIBED(PlaneShape);
RAYPOOL_DESCRIBED(RectangleShape);
RAYPOOL_DESCRIBED(DiskShape);
RAYPOOL_DESCRIBED(BoxShape);
RAYPOOL_DESCRIBED(CylinderShape);
RAYPOOL_DESCRIBED(MeshShape);
RAYPOOL_DESCRIBED(GroupShape);
RAYPOOL_DESCRIBED(InstanceShape);
RAYPOOL_DESCRIBED(ModelShape);
RAYPOOL_DESCRIBED(PunctualLightDesc);
RAYPOOL_DESCRIBED(TransformFields);
RAYPOOL_DESCRIBED(RotateFields);
RAYPOOL_DESCRIBED(LookAtFields);
RAYPOOL_DESCRIBED(KeyframeFields);
#undef RAYPOOL_DESCRIBED

/// The matrix of something at `eye` whose -z axis points to `target` and whose y axis is as near to `up` as can be.
/// Nothing if these don't say which way.
std::optional<Affine64> lookAtMatrix(dvec3 eye, dvec3 target, dvec3 up);

/// Invertible with some digits to spare: the volume of the columns is not lost beside their lengths.
bool isInvertible(const Affine64& m);

}  // namespace raypool
