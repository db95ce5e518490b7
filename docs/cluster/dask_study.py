"""python dask_study.py study.toml 200: one part a task, on a Dask cluster or on this machine."""
import subprocess, sys
from dask.distributed import Client

if __name__ == "__main__":
    study, parts = sys.argv[1], int(sys.argv[2])
    command = ["matchfolio", "study", study, "--out", "parts", "--threads", "1", "--resume", "--quiet", "--shard"]
    client = Client(threads_per_worker=1)
    tasks = [client.submit(subprocess.run, [*command, f"{k}/{parts}"], check=True, retries=3) for k in range(1, parts + 1)]
    client.gather(tasks)
    sys.exit(subprocess.run(["matchfolio", "merge", "parts", "--out", "whole", "--quiet"]).returncode)
