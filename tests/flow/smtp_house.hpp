#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tests/flow/house.hpp"
#include "tests/support/smtp_server.hpp"

namespace herald::test {

/// An authority of its own, whose certificate is in a file. [one thread]
class Authority {
 public:
  Authority();
  [[nodiscard]] const egress::test::Identity& identity() const { return identity_; }
  [[nodiscard]] std::string file() const { return (directory_.path() / "ca.pem").string(); }

 private:
  TemporaryDirectory directory_;
  egress::test::Identity identity_;
};

/// A daemon that trusts the authority, a strict mail server and a tenant. [one thread]
struct SmtpHouse {
  explicit SmtpHouse(Dialect dialect, std::vector<std::string> settings = {});
  /// A channel to a mail server on the loopback.
  std::string channel(std::uint16_t port, const nlohmann::json& config, const nlohmann::json& more);
  std::string channel();
  /// An e-mail to `to` over `by`.
  std::string send(const std::string& by, const std::string& to, const nlohmann::json& more);
  std::string send(const std::string& by, const std::string& to);

  /// Uploads a file; its media_id.
  std::string upload(const std::string& bytes, const std::string& type, const std::string& name);

  Authority authority;
  SmtpServer server;
  Daemon daemon;
  Tenant tenant;
};

/// The house that all tests of this process share on that database.
SmtpHouse& shared_smtp_house(Dialect dialect);

/// Bytes of a file of which encoders and mail servers are afraid: all values, lone dots, ends of mails.
std::string awkward_bytes(std::size_t size);
/// base64 in lines of 76 with that between them.
std::string in_base64(const std::string& bytes, const std::string& line_end);

/// An address that no other test uses.
std::string fresh_address(const std::string& word);

}  // namespace herald::test
