#include "tests/bench/poco_server.hpp"

#include <utility>

namespace herald::bench {
namespace {

Poco::Net::HTTPServerParams::Ptr parameters() {
  auto out = Poco::makeAuto<Poco::Net::HTTPServerParams>();
  out->setMaxThreads(128);
  out->setMaxQueued(256);
  out->setKeepAlive(true);
  out->setMaxKeepAliveRequests(0);
  return out;
}

}  // namespace

PocoServer::PocoServer(Poco::Net::HTTPRequestHandlerFactory::Ptr factory)
    : socket_{Poco::Net::SocketAddress{"127.0.0.1", 0}, 256},
      pool_{2, 128},
      server_{std::move(factory), pool_, socket_, parameters()} {
  server_.start();
}

PocoServer::~PocoServer() { server_.stopAll(true); }

}  // namespace herald::bench
