#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/unit/egress/dns_server.hpp"
#include "tests/unit/egress/driver.hpp"
#include "tests/unit/egress/tls_server.hpp"

namespace herald::egress::test {

/// Why this process has no network of its own; empty when it has one.
const std::string& missing_network();

/// The internet as a far side: a name server, one https server behind every address, an authority that the
/// engine trusts. Nothing is allowed beyond public https.
class Internet : public testing::Test {
 protected:
  void SetUp() override {
    if (!missing_network().empty()) GTEST_SKIP() << missing_network();
    std::ofstream{ca_file_} << authority_.pem();
    dns_ = std::make_unique<DnsServer>();
    server_ = std::make_unique<TlsServer>(make_identity(right_, &authority_));
  }
  void TearDown() override { std::filesystem::remove(ca_file_); }

  /// A request by an engine of its own: nothing is kept from an earlier one.
  Exchange visit(const std::string& host) { return visit_server(*server_, host); }
  Exchange visit_server(const TlsServer& server, const std::string& host) {
    Config config;
    config.ca_file = ca_file_;
    Driver driver{std::move(config)};
    return driver.run(get(server.url(host)));
  }

  Subject right_{.name = "right.test", .alternative = "DNS:right.test,DNS:*.right.test,DNS:8.8.8.8"};
  Identity authority_ = make_identity({.name = "authority", .authority = true});
  std::string ca_file_ = testing::TempDir() + "egress_ca_" + std::to_string(::getpid()) + ".pem";
  std::unique_ptr<DnsServer> dns_;
  std::unique_ptr<TlsServer> server_;
};

}  // namespace herald::egress::test
