#include "raytracer/compile/compile_native.h"
#include "raytracer/compile/compile_textures.h"

namespace raypool {
namespace {

struct ToMaterial {
    Material& out;

    void operator()(const OpenPbrDesc& d) const {
        out.kind = MaterialKind::kOpenPbr;
        out.baseWeight = d.baseWeight;
        out.baseColor = d.baseColor;
        out.baseDiffuseRoughness = d.baseDiffuseRoughness;
        out.baseMetalness = d.baseMetalness;
        out.specularWeight = d.specularWeight;
        out.specularColor = d.specularColor;
        out.specularRoughness = d.specularRoughness;
        out.specularRoughnessAnisotropy = d.specularRoughnessAnisotropy;
        out.specularIor = d.specularIor;
        out.transmissionWeight = d.transmissionWeight;
        out.transmissionColor = d.transmissionColor;
        out.transmissionDepth = d.transmissionDepth;
        out.transmissionScatter = d.transmissionScatter;
        out.transmissionScatterAnisotropy = d.transmissionScatterAnisotropy;
        out.transmissionDispersionScale = d.transmissionDispersionScale;
        out.transmissionDispersionAbbeNumber = d.transmissionDispersionAbbeNumber;
        out.subsurfaceWeight = d.subsurfaceWeight;
        out.subsurfaceColor = d.subsurfaceColor;
        out.subsurfaceRadius = d.subsurfaceRadius;
        out.subsurfaceRadiusScale = d.subsurfaceRadiusScale;
        out.subsurfaceScatterAnisotropy = d.subsurfaceScatterAnisotropy;
        out.coatWeight = d.coatWeight;
        out.coatColor = d.coatColor;
        out.coatRoughness = d.coatRoughness;
        out.coatRoughnessAnisotropy = d.coatRoughnessAnisotropy;
        out.coatIor = d.coatIor;
        out.coatDarkening = d.coatDarkening;
        out.fuzzWeight = d.fuzzWeight;
        out.fuzzColor = d.fuzzColor;
        out.fuzzRoughness = d.fuzzRoughness;
        out.thinFilmWeight = d.thinFilmWeight;
        out.thinFilmThickness = d.thinFilmThickness;
        out.thinFilmIor = d.thinFilmIor;
        out.thinWalled = d.geometryThinWalled;
    }
    void operator()(const DiffuseDesc& d) const {
        out.kind = MaterialKind::kDiffuse;
        out.baseColor = d.color;
        out.baseDiffuseRoughness = d.roughness;
    }
    void operator()(const ConductorDesc& d) const {
        out.kind = MaterialKind::kConductor;
        out.specularRoughness = d.roughness;
        out.specularRoughnessAnisotropy = d.anisotropy;
        out.baseColor = d.color;
        out.specularColor = d.specularColor;
        if (d.reflectance) {
            out.conductorFresnel = ConductorFresnel::kConstant;
            out.baseColor = *d.reflectance;
        } else if (d.iorN && d.iorK) {
            out.conductorFresnel = ConductorFresnel::kComplexIor;
            out.conductorN = *d.iorN;
            out.conductorK = *d.iorK;
        }
    }
    void operator()(const DielectricDesc& d) const {
        out.kind = MaterialKind::kDielectric;
        out.specularIor = d.ior;
        out.specularRoughness = d.roughness;
        out.specularRoughnessAnisotropy = d.anisotropy;
        out.transmissionWeight = 1;
        out.transmissionColor = d.color;
        out.thinWalled = d.thinWalled;
    }
    void operator()(const MixDesc& d) const {
        out.kind = MaterialKind::kMix;
        out.mixFirst = d.a;
        out.mixSecond = d.b;
        out.mixWeight = d.weight;
    }
    void operator()(const InterfaceDesc&) const { out.kind = MaterialKind::kInterface; }
    void operator()(const MeasuredDesc&) const { out.kind = MaterialKind::kMeasured; }
};

}  // namespace

void compileMaterials(NativeCompiler& compiler) {
    const NativeDesc& native = compiler.native();
    std::vector<Material>& materials = compiler.out.materials;
    for (const MaterialDesc& desc : native.materials) {
        Material material;
        std::visit(ToMaterial{material}, desc.model);
        material.emission = desc.emissionColor.value * desc.emissionLuminance;
        material.emissionTwoSided = desc.emissionTwoSided;
        material.opacity = desc.opacity;
        material.multipleScattering = desc.multipleScattering;
        material.masking = desc.masking == MaskingModel::kSeparable ? Masking::kSeparable : Masking::kCorrelated;
        material.dielectricFresnel =
            desc.fresnel == FresnelModel::kShadingNormal ? DielectricFresnel::kShadingNormal : DielectricFresnel::kMicrofacet;
        materials.push_back(material);
    }
    compileMaterialMaps(compiler);
    compileMeasured(compiler);
    materials.push_back({});   // what objects without a material have
    finishMaterials(materials);

    for (const MediumDesc& desc : native.media) {
        compiler.out.media.push_back({desc.absorption, desc.scattering, desc.anisotropy});
    }
}

}  // namespace raypool
