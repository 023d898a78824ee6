#include "tests/support/far_side.hpp"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "tests/support/daemon.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

std::vector<std::string> command(const std::filesystem::path& directory) {
  return {built("bin/herald-sandbox").string(),
          "--port",
          "0",
          "--port-file",
          directory / "port",
          "--log",
          directory / "log"};
}

}  // namespace

FarSide::FarSide() : process_{command(directory_.path()), directory_.path() / "output"} {
  const bool up = eventually([this] {
    port_ = static_cast<std::uint16_t>(std::atoi(read_file(directory_.path() / "port").c_str()));
    return port_ != 0 || !process_.running();
  });
  if (!up || port_ == 0)
    throw std::runtime_error{"herald-sandbox: " + read_file(directory_.path() / "output")};
}

std::vector<json> FarSide::log() const {
  std::vector<json> lines;
  std::istringstream text{read_file(directory_.path() / "log")};
  for (std::string line; std::getline(text, line);) lines.push_back(json::parse(line));
  return lines;
}

int FarSide::count(const std::string& text) const {
  const auto lines = log();
  return static_cast<int>(
      std::ranges::count_if(lines, [&](const json& line) { return line.at("text") == text; }));
}

json FarSide::channel(const std::string& name) const {
  return {{"channel_type", "SMS"},         {"channel_name", name},
          {"api_provider", "sandbox"},     {"api_url", url()},
          {"auth_token", "sandbox-token"}, {"webhook_secret", "0123456789abcdef0123456789abcdef"}};
}

}  // namespace herald::test
