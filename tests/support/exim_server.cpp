#include "tests/support/exim_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "tests/support/http_client.hpp"

namespace herald::test {
namespace {

constexpr const char* kProgram = "/usr/sbin/exim4";

/// Who runs it: exim refuses root.
const passwd& user() {
  const passwd* const found = ::geteuid() == 0 ? ::getpwnam("nobody") : ::getpwuid(::geteuid());
  if (found == nullptr) throw std::runtime_error{"exim4: no user to run it"};
  return *found;
}

bool accepts_connections(std::uint16_t port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  address.sin_port = ::htons(port);
  const bool taken = ::connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  return taken;
}

std::string key_pem(EVP_PKEY* key) {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory{BIO_new(BIO_s_mem()), &BIO_free};
  PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string configuration(const std::string& base) {
  const std::string who = std::to_string(user().pw_uid);
  const std::string group = std::to_string(user().pw_gid);
  return "spool_directory = " + base + "/spool\nlog_file_path = " + base +
         "/log-%s\npid_file_path = " + base + "/pid\nexim_user = " + who + "\nexim_group = " + group +
         "\nprimary_hostname = mail.test\nkeep_environment =\ntls_advertise_hosts = *\n"
         "tls_certificate = " +
         base + "/certificate.pem\ntls_privatekey = " + base +
         "/key.pem\nauth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}\n"
         "pipelining_advertise_hosts = *\ndsn_advertise_hosts = *\nhost_lookup =\nrfc1413_query_timeout = "
         "0s\nnever_users =\n"
         "message_size_limit = 1M\nacl_smtp_rcpt = rcpt\nacl_smtp_data = data\n"
         "begin acl\n"
         "rcpt:\n  deny !authenticated = *\n       message = 5.7.0 authentication required\n"
         "  deny local_parts = nobody\n       message = 5.1.1 no such user\n"
         "  defer local_parts = later\n       message = 4.2.1 not now\n  accept\n"
         "data:\n  accept\n"
         "begin routers\n"
         "gone:\n  driver = redirect\n  local_parts = ^gone.*\n  allow_fail\n"
         "  data = :fail: 550 5.1.1 no such user here\n"
         "all:\n  driver = accept\n  transport = file\n"
         "begin transports\nfile:\n  driver = appendfile\n  file = " +
         base + "/mailbox\n  user = " + who + "\n  group = " + group +
         "\nbegin authenticators\nplain:\n  driver = plaintext\n  public_name = PLAIN\n"
         "  server_prompts = :\n"
         "  server_condition = ${if and{{eq{$auth2}{ada}}{eq{$auth3}{correct horse}}}}\n"
         "  server_set_id = $auth2\n";
}

}  // namespace

bool EximServer::available() { return std::filesystem::exists(kProgram); }

EximServer::EximServer(const egress::test::Identity& authority) : port_{free_port()} {
  write_files(authority);
  std::vector<std::string> command;
  if (::geteuid() == 0)
    command = {"/usr/bin/setpriv", "--reuid=" + std::to_string(user().pw_uid),
               "--regid=" + std::to_string(user().pw_gid), "--clear-groups"};
  for (const std::string& word :
       {std::string{kProgram}, std::string{"-C"}, (directory_.path() / "exim.conf").string(),
        std::string{"-bdf"}, std::string{"-oX"}, "127.0.0.1." + std::to_string(port_)})
    command.push_back(word);
  process_ = std::make_unique<Child>(command, directory_.path() / "output");
  const bool up = eventually([this] { return !process_->running() || accepts_connections(port_); });
  if (!up || !process_->running())
    throw std::runtime_error{"exim4 did not come up: " + read_file(directory_.path() / "output") +
                             read_file(directory_.path() / "log-main") +
                             read_file(directory_.path() / "log-panic")};
}

void EximServer::write_files(const egress::test::Identity& authority) const {
  const auto& base = directory_.path();
  const auto shown = egress::test::make_identity(
      {.name = "mail.test", .alternative = "IP:127.0.0.1,DNS:localhost"}, &authority);
  std::filesystem::create_directory(base / "spool");
  write_file(base / "certificate.pem", shown.pem());
  write_file(base / "key.pem", key_pem(shown.key.get()));
  write_file(base / "exim.conf", configuration(base.string()));
  if (::geteuid() != 0) return;
  for (const auto& entry : std::filesystem::directory_iterator{base})
    if (::chown(entry.path().c_str(), user().pw_uid, user().pw_gid) != 0)
      throw std::runtime_error{"exim4: cannot hand over " + entry.path().string()};
  if (::chown(base.c_str(), user().pw_uid, user().pw_gid) != 0)
    throw std::runtime_error{"exim4: cannot hand over its directory"};
}

std::string EximServer::mailbox() const { return read_file(directory_.path() / "mailbox"); }

}  // namespace herald::test
