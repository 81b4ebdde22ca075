// Puts lobes with their layering, energy compensation and sampling probabilities into a Bsdf. Each function adds what its
// model needs; a new lobe of OpenPBR is a new function here, a LobeKind, and a file with its sampling and evaluation.
#pragma once
#include "raytracer/materials/bsdf.h"
#include "raytracer/materials/energy_tables.h"
#include "raytracer/materials/material.h"

namespace raypool {

class BsdfBuilder {
public:
    /// result: an empty Bsdf, filled here.
    BsdfBuilder(Bsdf& result, const Material& material, const BsdfTables& tables, vec3 wo);

    /// From here on, lobes lie under a coat whose light Bsdf::coat dims.
    void beginCoated() { coated_ = true; }
    /// Roughness of the facets of metals and interfaces: the material's, unless something above them blurs it.
    void setRoughness(float roughness) { roughness_ = roughness; }
    /// Metals and interfaces from here on; thickness 0 for none.
    void setFilm(const ThinFilm& film) { film_ = film; }

    void addDiffuse(Rgb color, float roughness, Rgb weight);
    /// The same to the far side of a sheet.
    void addDiffuseTransmission(Rgb color, float roughness, Rgb weight);
    /// Into the body. color: what comes back in the end, about.
    void addSubsurface(Rgb color, Rgb weight);
    /// model, f0, f1: as in Lobe.
    void addConductor(LobeFresnel model, Rgb f0, Rgb f1, Rgb weight);
    /// Reflection and refraction; refractionWeight black: reflection alone. eta: far side over wo's. Returns the share of
    /// light that is reflected, before any tint: what lies below gets the rest, if there is something (overBase).
    Rgb addDielectric(float eta, float fresnelEta, Rgb reflectionWeight, Rgb refractionWeight, bool overBase);
    /// A sheet with both its faces. Returns as addDielectric does.
    Rgb addThinDielectric(float eta, float fresnelEta, Rgb reflectionWeight, Rgb transmissionWeight);
    void addMeasured(const MeasuredBrdf& measured);
    /// A coat's own reflection. normal: in the local frame. Returns as addDielectric does.
    float addCoat(float eta, float roughness, float anisotropy, vec3 normal, float weight);
    /// Returns the share of light that the fuzz scatters back, before its colour and weight.
    float addFuzz(Rgb color, float roughness, float weight);
    void addPass(Rgb weight);
    /// Leaves out lobes that carry nothing, and sets the probabilities.
    void finish();

    CoatLayer& coat() { return bsdf_.coat; }

private:
    Lobe& add(LobeKind kind);
    void setMicrofacets(Lobe& lobe, vec3 wo, float roughness, float anisotropy) const;
    void setMicrofacets(Lobe& lobe, float roughness) const;
    Rgb setDielectric(Lobe& lobe, vec3 wo, float eta, float fresnelEta, Rgb reflectionWeight, Rgb refractionWeight, bool overBase);
    Rgb setFilmed(Lobe& lobe, vec3 wo) const;
    /// About what a coloured coat leaves of an albedo, for light around a wi with that z.
    Rgb dimmed(const Lobe& lobe, Rgb albedo, float z) const;
    /// Of facets that reflect everything.
    float whiteAlbedo(const Lobe& lobe) const;

    const Material& material_;
    const BsdfTables& tables_;
    vec3 wo_;
    Bsdf& bsdf_;
    float roughness_;
    ThinFilm film_;
    bool coated_ = false;
};

}  // namespace raypool
