#include "tests/support/daemon.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>

#include "host/base/random.hpp"
#include "host/vault/key_ring.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr std::chrono::seconds kStartLimit{60};
constexpr std::chrono::seconds kStopLimit{60};

std::string tail(const std::string& text) {
  constexpr std::size_t kEnough = 3000;
  return text.substr(text.size() - std::min(text.size(), kEnough));
}

json parsed(const HttpReply& reply, int wanted, const std::string& what) {
  if (reply.status != wanted)
    throw std::runtime_error{what + ": expected " + std::to_string(wanted) + ", found " +
                             std::to_string(reply.status) + ": " + reply.body};
  return json::parse(reply.body);
}

/// Nodes on MySQL share a key ring that must exist.
void make_keyfile(const std::filesystem::path& path) {
  SystemRandom random;
  if (const auto made = vault::create_keyfile(path.string(), random); !made)
    throw std::runtime_error{"no key file: " + made.error().detail};
}

}  // namespace

std::string to_text(Dialect dialect) { return dialect == Dialect::Sqlite ? "Sqlite" : "Mysql"; }

void PrintTo(Dialect dialect, std::ostream* out) { *out << to_text(dialect); }

std::filesystem::path built(const std::string& below) {
  return std::filesystem::path{HERALD_BUILD_DIR} / below;
}

std::string fresh_storage_url(Dialect dialect, const std::filesystem::path& directory) {
  if (dialect == Dialect::Sqlite) return "sqlite://" + (directory / "herald.db").string();
  static std::atomic<int> count{0};  // names of databases on the one server of this process
  const std::string name = "flow_" + std::to_string(++count);
  support::shared_mariadb().create_database(name);
  return "mysql://herald@localhost/" + name + "?socket=" + support::shared_mariadb().socket().string();
}

Daemon::Daemon(Dialect dialect, DaemonOptions options)
    : dialect_{dialect},
      options_{std::move(options)},
      storage_url_{fresh_storage_url(dialect, directory_.path())},
      port_{free_port()} {
  if (options_.plugins.empty())
    options_.plugins = options_.only.empty() ? built("plugins") : choose_plugins();
  make_keyfile(directory() / "ring");
  start();
}

Daemon::~Daemon() = default;

std::filesystem::path Daemon::choose_plugins() const {
  for (const std::string& name : options_.only)
    std::filesystem::copy(built("plugins/" + name + ".so"), chosen_.path() / (name + ".so"));
  return chosen_.path();
}

std::string Daemon::url() const { return "http://127.0.0.1:" + std::to_string(port_); }

std::vector<std::string> Daemon::command() const {
  std::vector<std::string> words{built("bin/heraldd").string()};
  std::vector<std::string> settings{"data.dir=" + directory().string(),
                                    "http.listen=127.0.0.1:" + std::to_string(port_),
                                    "http.public_url=" + url(),
                                    "plugins.path=" + options_.plugins.string(),
                                    "vault.keyfile=" + (directory() / "ring").string(),
                                    "egress.allow=127.0.0.0/8",
                                    "log.level=debug",
                                    "log.file=" + (directory() / "log").string(),
                                    "storage.url=" + storage_url_};
  settings.insert(settings.end(), options_.settings.begin(), options_.settings.end());
  for (std::string& setting : settings) {
    words.emplace_back("--set");
    words.push_back(std::move(setting));
  }
  return words;
}

std::string Daemon::log() const { return read_file(directory() / "output") + read_file(directory() / "log"); }

void Daemon::launch() { process_ = std::make_unique<Child>(command(), directory() / "output"); }

void Daemon::await_ready() {
  const bool ready = eventually(
      [this] {
        if (!process_->running()) return true;
        try {
          HttpClient client{port_};
          return client.send({.target = "/readyz"}).status == 200;
        } catch (const NoAnswer&) {
          return false;
        }
      },
      kStartLimit);
  if (!process_->running())
    throw std::runtime_error{"heraldd ended with " + std::to_string(*wait(milliseconds{0})) + ": " +
                             tail(log())};
  if (!ready) throw std::runtime_error{"heraldd is not ready: " + tail(log())};
}

void Daemon::start() {
  launch();
  await_ready();
}

void Daemon::kill9() {
  process_->signal(SIGKILL);
  process_->wait(kStopLimit);
}

void Daemon::hang_up() { process_->signal(SIGHUP); }
void Daemon::terminate() { process_->signal(SIGTERM); }

std::optional<int> Daemon::wait(milliseconds limit) { return process_->wait(limit); }

int Daemon::stop() {
  terminate();
  const auto status = wait(kStopLimit);
  if (!status) throw std::runtime_error{"heraldd does not end on SIGTERM: " + tail(log())};
  return *status;
}

HttpReply Daemon::admin(const std::string& method, const std::string& target, const std::string& body) const {
  HttpClient client{directory() / "admin.sock"};
  Headers headers;
  if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
  return client.send({method, target, std::move(headers), body});
}

std::string Daemon::make_key(const std::string& tenant_name) const {
  const json tenant =
      parsed(admin("POST", "/api/v1/admin/tenants", json{{"name", tenant_name}}.dump()), 201, "tenant");
  const json wish{{"tenant_id", tenant.at("id")}, {"name", "flow"}};
  return parsed(admin("POST", "/api/v1/admin/api-keys", wish.dump()), 201, "key").at("key");
}

HttpReply Tenant::call(const std::string& method, const std::string& path, const std::string& body,
                       Headers more) {
  more.emplace_back("Authorization", "Bearer " + key_);
  if (!body.empty()) more.emplace_back("Content-Type", "application/json");
  return client_.send({method, "/api/v1/communication" + path, std::move(more), body});
}

std::string Tenant::make_channel(const json& draft) {
  return parsed(call("POST", "/channels", draft.dump()), 201, "channel").at("id");
}

HttpReply Tenant::post(const json& message, const std::string& idempotency_key) {
  Headers headers;
  if (!idempotency_key.empty()) headers.emplace_back("Idempotency-Key", idempotency_key);
  return call("POST", "/messages", message.dump(), std::move(headers));
}

std::string Tenant::send(const json& message) { return parsed(post(message), 201, "message").at("id"); }

json Tenant::message(const std::string& id) { return parsed(call("GET", "/messages/" + id), 200, "message"); }

json Tenant::with_exchange(const std::string& id) {
  json found;
  eventually([&] {
    found = message(id);
    return !found.at("attempts").at(0).at("exchange").is_null();
  });
  return found;
}

json Tenant::await(const std::string& id, const std::string& status, milliseconds limit) {
  json found;
  eventually(
      [&] {
        found = message(id);
        return found.at("status") == status;
      },
      limit);
  return found;
}

std::vector<json> Tenant::messages() {
  std::vector<json> all;
  std::string cursor;
  for (bool more = true; more;) {
    const json page =
        parsed(call("GET", "/messages?limit=200" + (cursor.empty() ? "" : "&cursor=" + cursor)), 200, "list");
    for (const json& one : page.at("data")) all.push_back(one);
    more = page.at("has_more");
    if (more) cursor = page.at("next_cursor");
  }
  return all;
}

}  // namespace herald::test
