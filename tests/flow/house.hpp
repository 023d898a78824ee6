#pragma once
#include <gtest/gtest.h>

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "tests/support/daemon.hpp"
#include "tests/support/far_side.hpp"
#include "tests/support/twilio_server.hpp"

namespace herald::test {

/// A running daemon with its two providers' far sides, and a tenant with one channel to each. [one thread]
struct House {
  explicit House(Dialect dialect);
  FarSide sandbox;
  TwilioServer twilio;
  Daemon daemon;
  Tenant tenant;
  std::string sandbox_channel;
  std::string twilio_channel;

  /// A message over the sandbox; `to` are the last two digits of +150055501NN, its personality.
  std::string send_sandbox(const std::string& to, const std::string& text);
  std::string send_twilio(const std::string& to, const std::string& text);
};

/// The house that all tests of this process share on that database; a test keeps to its own messages.
House& shared_house(Dialect dialect);

/// A text or a number that no other test uses.
std::string fresh_text(const std::string& what);
std::string fresh_number();

/// The states that the timeline shows, in order, with blanks between.
std::string types_of(const nlohmann::json& message);

/// Tests that run on both databases, with the shared house.
class InTheHouse : public testing::TestWithParam<Dialect> {
 protected:
  House& house_ = shared_house(GetParam());
};

/// The suffix of such a test's name.
std::string dialect_name(const testing::TestParamInfo<Dialect>& info);

}  // namespace herald::test

/// Runs the tests of a suite on both databases.
#define HERALD_ON_BOTH_DATABASES(suite)                                                                      \
  INSTANTIATE_TEST_SUITE_P(On, suite,                                                                        \
                           testing::Values(::herald::test::Dialect::Sqlite, ::herald::test::Dialect::Mysql), \
                           ::herald::test::dialect_name)
