#include "tests/unit/egress/fake_dns.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "host/egress/address.hpp"

namespace {

// A loop that waits for a look-up must fail its test, not hang it.
constexpr std::chrono::seconds kLongestHang{10};

// The symbol that libcurl calls is process-wide, so its answers have to be too.
struct Zone {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, std::vector<std::string>> answers;
  std::set<std::string> hanging;
  int waiting{0};
};

Zone& zone() {
  static Zone only;
  return only;
}

/// One entry with its address in the same block, as our freeaddrinfo() expects.
struct Entry {
  addrinfo info{};
  sockaddr_storage address{};
};

addrinfo* make_entry(const std::string& text, const char* service, addrinfo* next) {
  const auto ip = herald::egress::parse_address(text);
  auto entry = std::make_unique<Entry>();
  const auto port = htons(static_cast<std::uint16_t>(std::stoi(service == nullptr ? "0" : service)));
  const bool v4 = ip->family == herald::egress::Family::V4;
  if (v4) {
    sockaddr_in address{AF_INET, port, {}, {}};
    std::memcpy(&address.sin_addr, ip->bytes.data(), sizeof address.sin_addr);
    std::memcpy(&entry->address, &address, sizeof address);
  } else {
    sockaddr_in6 address{AF_INET6, port, 0, {}, 0};
    std::memcpy(&address.sin6_addr, ip->bytes.data(), sizeof address.sin6_addr);
    std::memcpy(&entry->address, &address, sizeof address);
  }
  void* raw = &entry->address;
  entry->info.ai_family = v4 ? AF_INET : AF_INET6;
  entry->info.ai_socktype = SOCK_STREAM;
  entry->info.ai_protocol = IPPROTO_TCP;
  entry->info.ai_addrlen = v4 ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  entry->info.ai_addr = static_cast<sockaddr*>(raw);
  entry->info.ai_next = next;
  return &entry.release()->info;  // freeaddrinfo() takes it back
}

}  // namespace

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* /*hints*/,
                           addrinfo** result) {
  auto& all = zone();
  std::unique_lock lock{all.mutex};
  const std::string name{node == nullptr ? "" : node};
  if (all.hanging.contains(name)) {
    ++all.waiting;
    all.changed.wait_for(lock, kLongestHang, [&] { return !all.hanging.contains(name); });
    --all.waiting;
    all.changed.notify_all();
    return EAI_AGAIN;
  }
  const auto found = all.answers.find(name);
  if (found == all.answers.end()) return EAI_NONAME;
  *result = nullptr;
  for (auto text = found->second.rbegin(); text != found->second.rend(); ++text) {
    *result = make_entry(*text, service, *result);
  }
  return 0;
}

extern "C" void freeaddrinfo(addrinfo* info) {
  while (info != nullptr) {
    void* raw = info;
    const std::unique_ptr<Entry> entry{static_cast<Entry*>(raw)};
    info = info->ai_next;
  }
}

namespace herald::egress::test {

FakeDns::FakeDns() = default;

FakeDns::~FakeDns() {
  auto& all = zone();
  std::unique_lock lock{all.mutex};
  all.answers.clear();
  all.hanging.clear();
  all.changed.notify_all();
  all.changed.wait(lock, [&] { return all.waiting == 0; });
}

void FakeDns::answer(const std::string& name, std::vector<std::string> addresses) {
  const std::scoped_lock lock{zone().mutex};
  zone().answers[name] = std::move(addresses);
}

void FakeDns::hang(const std::string& name) {
  const std::scoped_lock lock{zone().mutex};
  zone().hanging.insert(name);
}

}  // namespace herald::egress::test
