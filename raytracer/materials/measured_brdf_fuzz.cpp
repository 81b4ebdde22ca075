// Any bytes as a file of the MERL database: a reflectance, or a reason. Few inputs have the size that it must have; what wild
// values do in one that has, is a unit test's.
#include <cstdlib>

#include "raytracer/materials/measured_brdf.h"

namespace {

using namespace raypool;

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto found = MeasuredBrdf::decode({data, size});
    if (!found) require(!found.error().empty() && !found.error()[0].message.empty());
    return 0;
}
