// Directional albedos of microfacet lobes, tabulated: energy compensation and layering need them.
#pragma once

namespace raypool {

struct BsdfTables {};
const BsdfTables& bsdfTables();

}  // namespace raypool
