#include "raytracer/materials/energy_tables.h"

namespace raypool {

const BsdfTables& bsdfTables() {
    static constexpr BsdfTables tables;
    return tables;
}

}  // namespace raypool
