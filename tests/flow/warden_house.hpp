#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/flow/house.hpp"

namespace herald::test {

/// A daemon with the sandbox and the fixture `warden`, a feature plugin that does as messages tell it.
class WardenHouse : public testing::TestWithParam<Dialect> {
 protected:
  enum class Where : std::uint8_t { InProcess, Runner };
  explicit WardenHouse(Where where = Where::InProcess);
  /// A message with that metadata.
  [[nodiscard]] nlohmann::json message(const std::string& text, const nlohmann::json& metadata) const;
  /// What the answer holds; complains when its status is another.
  static nlohmann::json body(const HttpReply& reply, int status = 201);
  /// "type" of the timeline's last entry of `type`, its data; null when there is none.
  static nlohmann::json told(const nlohmann::json& message, const std::string& type);
  /// A request to one of the plugin's routes.
  HttpReply ask(const std::string& method, const std::string& path, const nlohmann::json& body = nullptr,
                Headers more = {});
  /// What events of `type` lead to, from now on.
  void plan(const std::string& type, const nlohmann::json& order);
  /// Subjects of the events of that type that the plugin has written down, once there are `least` of them.
  std::vector<std::string> seen(const std::string& type, std::size_t least);
  /// The operator's view of the plugin, once `done` holds of it.
  nlohmann::json shown(const std::function<bool(const nlohmann::json&)>& done) const;
  HttpReply operate(const std::string& what, const std::string& id = "org.example.warden") const;

  const TemporaryDirectory files_;
  const FarSide sandbox_;
  Daemon daemon_;
  Tenant tenant_;
  std::string channel_;

 private:
  static DaemonOptions options(const TemporaryDirectory& files, Where where);
};

}  // namespace herald::test
