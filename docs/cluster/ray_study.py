"""python ray_study.py study.toml 200: one part a task, on a Ray cluster or on this machine."""
import subprocess, sys
import ray

study, parts = sys.argv[1], int(sys.argv[2])
command = ["matchfolio", "study", study, "--out", "parts", "--threads", "1", "--resume", "--quiet", "--shard"]
ray.init()
part = ray.remote(num_cpus=1, max_retries=3, retry_exceptions=True)(lambda k: subprocess.run([*command, f"{k}/{parts}"], check=True))
ray.get([part.remote(k) for k in range(1, parts + 1)])
sys.exit(subprocess.run(["matchfolio", "merge", "parts", "--out", "whole", "--quiet"]).returncode)
