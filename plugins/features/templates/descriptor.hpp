#pragma once
#include <string>

namespace herald::templates {

/// Routes, schemas, the render filter and the bound collection. (sdk/FEATURES.md)
std::string descriptor();

}  // namespace herald::templates
