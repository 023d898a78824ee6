#include "tests/bench/kannel.hpp"

#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <array>
#include <stdexcept>

namespace herald::bench {
namespace {

namespace fs = std::filesystem;
using Poco::Net::SocketAddress;

/// Ports that were free a moment ago: Kannel takes numbers only.
std::array<int, 3> free_ports() {
  std::array<Poco::Net::ServerSocket, 3> held;
  std::array<int, 3> out{};
  for (std::size_t i = 0; i < held.size(); ++i) {
    held.at(i) = Poco::Net::ServerSocket{SocketAddress{"127.0.0.1", 0}};
    out.at(i) = held.at(i).address().port();
  }
  return out;
}

void await_port(int port, const fs::path& log) {
  const bool up = test::eventually([port] {
    try {
      const Poco::Net::StreamSocket probe{SocketAddress{"127.0.0.1", static_cast<Poco::UInt16>(port)}};
      return true;
    } catch (const Poco::Exception&) {
      return false;
    }
  });
  if (!up)
    throw std::runtime_error{"Kannel does not serve on port " + std::to_string(port) + ":\n" +
                             test::read_file(log)};
}

std::string configuration(Kannel::Store store, const fs::path& files, const std::array<int, 3>& ports,
                          int sink) {
  const std::string kind = store == Kannel::Store::File ? "file" : "spool";
  const fs::path place = files / (store == Kannel::Store::File ? "store" : "spool");
  if (store == Kannel::Store::Spool) fs::create_directories(place);
  return "group = core\nadmin-port = " + std::to_string(ports[0]) +
         "\nadmin-password = bench\nadmin-interface = 127.0.0.1\n" +
         "smsbox-port = " + std::to_string(ports[1]) + "\nsmsbox-interface = 127.0.0.1\nlog-level = 4\n" +
         "store-type = " + kind + "\nstore-location = " + place.string() + "\nbox-allow-ip = 127.0.0.1\n\n" +
         "group = smsc\nsmsc = http\nsystem-type = generic\nsmsc-id = sink\nport = 0\nmax-pending-submits = "
         "100\n" +
         "no-sep = true\nstatus-success-regex = \"id\"\n" +
         "send-url = \"http://127.0.0.1:" + std::to_string(sink) + "/?to=%p&from=%P&text=%b\"\n\n" +
         "group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = " + std::to_string(ports[2]) +
         "\nsendsms-interface = 127.0.0.1\nglobal-sender = 12345\nlog-level = 4\n\n" +
         "group = sendsms-user\nusername = bench\npassword = bench\nconcatenation = false\n\n" +
         "group = sms-service\nkeyword = default\ntext = none\n";
}

}  // namespace

bool Kannel::installed() { return fs::exists("/usr/sbin/bearerbox") && fs::exists("/usr/sbin/smsbox"); }

Kannel::Kannel(Store store, int sink_port) {
  const auto ports = free_ports();
  port_ = ports[2];
  const fs::path file = files_.path() / "kannel.conf", log = files_.path() / "log";
  test::write_file(file, configuration(store, files_.path(), ports, sink_port));
  bearerbox_ =
      std::make_unique<test::Child>(std::vector<std::string>{"/usr/sbin/bearerbox", file.string()}, log);
  await_port(ports[1], log);
  smsbox_ = std::make_unique<test::Child>(std::vector<std::string>{"/usr/sbin/smsbox", file.string()}, log);
  await_port(port_, log);
}

std::string Kannel::request(long number) const {
  return "GET /cgi-bin/sendsms?username=bench&password=bench&from=12345&to=%2B1500555" +
         std::to_string(1000 + number % 9000) + "&text=hello+number+" + std::to_string(number) +
         " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

}  // namespace herald::bench
