#include "host/plugins/loading_mark.hpp"

#include <fstream>
#include <string>
#include <system_error>

#include "host/plugins/durable_file.hpp"

namespace herald::plugins {

LoadingMark::LoadingMark(const std::filesystem::path& staged) : path_{staged.string() + ".loading"} {
  std::ifstream{path_} >> lost_;
}

LoadingMark::~LoadingMark() {
  std::error_code ignored;  // at worst one lost load is counted that was none
  std::filesystem::remove(path_, ignored);
}

Result<Done> LoadingMark::begin() { return write_durably(path_, std::to_string(lost_ + 1) + '\n'); }

}  // namespace herald::plugins
