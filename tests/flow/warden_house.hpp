#pragma once
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"

namespace herald::test {

/// A daemon with the sandbox and the fixture `warden`, a feature plugin that does as messages tell it.
class WardenHouse : public testing::TestWithParam<Dialect> {
 protected:
  WardenHouse();
  /// A message with that metadata.
  [[nodiscard]] nlohmann::json message(const std::string& text, const nlohmann::json& metadata) const;
  /// What the answer holds; complains when its status is another.
  static nlohmann::json body(const HttpReply& reply, int status = 201);
  /// "type" of the timeline's last entry of `type`, its data; null when there is none.
  static nlohmann::json told(const nlohmann::json& message, const std::string& type);
  HttpReply operate(const std::string& what, const std::string& id = "org.example.warden") const;

  const TemporaryDirectory files_;
  const FarSide sandbox_;
  Daemon daemon_;
  Tenant tenant_;
  std::string channel_;

 private:
  static DaemonOptions options(const TemporaryDirectory& files);
};

}  // namespace herald::test
