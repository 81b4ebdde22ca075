// Tables of measured reflectance, each file once.
#include <map>

#include "raytracer/compile/compile_native.h"

namespace raypool {

void compileMeasured(NativeCompiler& compiler) {
    std::map<std::string, std::shared_ptr<const MeasuredBrdf>> known;
    const auto& descs = compiler.native().materials;
    for (size_t i = 0; i < descs.size(); ++i) {
        const auto* desc = std::get_if<MeasuredDesc>(&descs[i].model);
        if (desc == nullptr) continue;
        const auto [place, isNew] = known.try_emplace(desc->path);
        if (isNew) {
            const std::string what = "the measured material \"" + desc->path + "\" can't be ";
            const auto bytes = compiler.assets.read(desc->path);
            if (!bytes) {
                compiler.problems.push_back(desc->place.problem(what + "read: " + bytes.error()));
                continue;
            }
            auto brdf = MeasuredBrdf::decode(*bytes);
            if (!brdf) {
                for (const auto& problem : brdf.error()) compiler.problems.push_back(desc->place.problem(what + "used: " + problem.message, problem.hint));
                continue;
            }
            place->second = std::make_shared<const MeasuredBrdf>(std::move(*brdf));
            compiler.out.measured.push_back(place->second);
        }
        compiler.out.materials[i].measured = place->second.get();
    }
}

}  // namespace raypool
