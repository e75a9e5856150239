// lemon ALGORITHM FILE solves an .obl file with the LEMON library: cos is CostScaling, ns NetworkSimplex. It
// prints the line that solve.go prints for ours: processor seconds to build LEMON's graph from the arrays of
// the file, and to solve; the most MB of memory beyond those arrays; and what is gained.
#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

using Graph = lemon::StaticDigraph;

struct Problem {
  uint64_t nodes, arcs;
  std::vector<int32_t> from, to;
  std::vector<int64_t> capacity, cost, supply;
};

static double seconds() {
  rusage u;
  getrusage(RUSAGE_SELF, &u);
  return u.ru_utime.tv_sec + u.ru_stime.tv_sec + 1e-6 * (u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

// kilobytes returns one of the numbers that Linux tells of this process. What getrusage says begins with the
// memory of the process that started this one.
static long kilobytes(const char *name) {
  FILE *f = fopen("/proc/self/status", "r");
  char line[256];
  long kb = 0;
  while (f && fgets(line, sizeof line, f))
    if (!strncmp(line, name, strlen(name))) kb = strtol(line + strlen(name), nullptr, 10);
  if (f) fclose(f);
  return kb;
}

template <class T>
static bool fill(std::vector<T> &v, size_t n, FILE *f) {
  v.resize(n);
  return fread(v.data(), sizeof(T), n, f) == n;
}

static bool load(const char *name, Problem &p) {
  FILE *f = fopen(name, "rb");
  uint32_t head[2];
  if (!f || fread(head, 4, 2, f) != 2 || head[0] != 0x424c424f) return false;
  bool ok = fread(&p.nodes, 8, 1, f) == 1 && fread(&p.arcs, 8, 1, f) == 1 && fill(p.from, p.arcs, f) &&
            fill(p.to, p.arcs, f) && fill(p.capacity, p.arcs, f);
  if (head[1] & 1) ok = ok && fill(p.cost, p.arcs, f);
  if (head[1] & 2) ok = ok && fill(p.supply, p.nodes, f);
  fclose(f);
  return ok;
}

// StaticDigraph wants its arcs in the order of the nodes they leave.
static std::vector<int32_t> ordered(const Problem &p) {
  std::vector<int32_t> next(p.nodes + 1), order(p.arcs);
  for (int32_t v : p.from) next[v + 1]++;
  for (size_t v = 0; v < p.nodes; v++) next[v + 1] += next[v];
  for (size_t i = 0; i < p.arcs; i++) order[next[p.from[i]]++] = int32_t(i);
  return order;
}

template <class Algorithm>
static int run(const Problem &p) {
  long before = kilobytes("VmRSS:");
  double start = seconds();
  std::vector<int32_t> order = ordered(p);
  Graph g;
  {
    std::vector<std::pair<int, int>> ends;
    ends.reserve(p.arcs);
    for (int32_t i : order) ends.emplace_back(p.from[i], p.to[i]);
    g.build(int(p.nodes), ends.begin(), ends.end());
  }
  Graph::ArcMap<int64_t> capacity(g), cost(g);
  Graph::NodeMap<int64_t> supply(g);
  for (size_t k = 0; k < p.arcs; k++) {
    capacity[g.arc(int(k))] = p.capacity[order[k]];
    cost[g.arc(int(k))] = p.cost.empty() ? -1 : p.cost[order[k]];
  }
  for (size_t v = 0; v < p.supply.size(); v++) supply[g.node(int(v))] = p.supply[v];
  Algorithm algorithm(g);
  algorithm.upperMap(capacity).costMap(cost).supplyMap(supply);
  double built = seconds();
  if (algorithm.run() != Algorithm::OPTIMAL) return 1;
  double solved = seconds();
  long long total = -algorithm.template totalCost<long long>();
  printf("build=%.4f solve=%.4f wall=%.4f verify=0 memory=%ld total=%lld\n", built - start, solved - built,
         solved - start, (kilobytes("VmHWM:") - before) / 1024, total);
  return 0;
}

int main(int count, char **words) {
  Problem p;
  if (count != 3 || !load(words[2], p)) {
    fprintf(stderr, "lemon: wants cos or ns, and an .obl file\n");
    return 1;
  }
  if (!strcmp(words[1], "ns")) return run<lemon::NetworkSimplex<Graph, int64_t, int64_t>>(p);
  return run<lemon::CostScaling<Graph, int64_t, int64_t>>(p);
}
